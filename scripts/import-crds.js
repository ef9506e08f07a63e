// Generates imports/ with `cdk8s import` from the CRDs that cdk8s.yaml lists, one kind a file, without the upstream prose.
// With a folder it reads them there, by their file names, and not from the network.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const YAML = require('yaml');

const root = path.join(__dirname, '..');
const folder = process.argv[2];

async function read(url) {
  if (folder !== undefined) return fs.readFileSync(path.join(folder, path.posix.basename(url)), 'utf8');
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return answer.text();
}

/** A schema without its descriptions; a property may have that name. */
function withoutProse(value, areNames = false) {
  if (Array.isArray(value)) return value.map((one) => withoutProse(one));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, part]) => areNames || key !== 'description' || typeof part !== 'string');
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutProse(part, !areNames && key === 'properties')]));
}

async function main() {
  const { imports } = YAML.parse(fs.readFileSync(path.join(root, 'cdk8s.yaml'), 'utf8'));
  const crds = (await Promise.all(imports.map(read))).map((text) => {
    const [crd, ...others] = YAML.parseAllDocuments(text).map((document) => document.toJSON());
    if (crd?.kind !== 'CustomResourceDefinition' || others.length > 0) throw new Error('a file of cdk8s.yaml is not one CustomResourceDefinition');
    // One version each: the stored one.
    return withoutProse({ ...crd, spec: { ...crd.spec, versions: crd.spec.versions.filter((version) => version.storage) } });
  });
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'import-crds-'));
  fs.writeFileSync(path.join(work, 'crds.yaml'), crds.map((crd) => YAML.stringify(crd)).join('---\n'));
  fs.writeFileSync(path.join(work, 'cdk8s.yaml'), 'language: typescript\napp: "true"\nimports:\n  - crds.yaml\n');
  const cli = path.join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s');
  execFileSync(process.execPath, [cli, 'import', '--output', 'imports'], { cwd: work, stdio: 'inherit' });
  const target = path.join(root, 'imports');
  fs.rmSync(target, { recursive: true, force: true });
  fs.cpSync(path.join(work, 'imports'), target, { recursive: true });
  fs.rmSync(work, { recursive: true });
}

main();
