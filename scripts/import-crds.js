// Generates imports/ with `cdk8s import` from a folder of CRDs (default: ../shared/crds), only the kinds in use.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const YAML = require('yaml');

/** File of the CRD folder, and the kinds that the library emits. */
const KINDS = {
  'piraeus.yaml': ['LinstorCluster', 'LinstorSatelliteConfiguration'],
  'flux.yaml': ['GitRepository', 'OCIRepository', 'Kustomization', 'HelmRelease'],
};

const source = process.argv[2] ?? path.join(__dirname, '..', '..', 'shared', 'crds');
const target = path.join(__dirname, '..', 'imports');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'import-crds-'));

const documents = Object.entries(KINDS).flatMap(([file, kinds]) => {
  const all = YAML.parseAllDocuments(fs.readFileSync(path.join(source, file), 'utf8')).map((document) => document.toJSON());
  return kinds.map((kind) => {
    const crd = all.find((one) => one.spec.names.kind === kind);
    if (crd === undefined) throw new Error(`${file} has no ${kind}`);
    // One version each: the stored one.
    return { ...crd, spec: { ...crd.spec, versions: crd.spec.versions.filter((version) => version.storage) } };
  });
});
fs.writeFileSync(path.join(work, 'crds.yaml'), documents.map((document) => YAML.stringify(document)).join('---\n'));
fs.writeFileSync(path.join(work, 'cdk8s.yaml'), 'language: typescript\napp: "true"\nimports:\n  - crds.yaml\n');
execFileSync(process.execPath, [path.join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s'), 'import', '--output', 'imports'], {
  cwd: work,
  stdio: 'inherit',
});
fs.rmSync(target, { recursive: true, force: true });
fs.mkdirSync(target);
for (const file of fs.readdirSync(path.join(work, 'imports')).sort()) {
  fs.copyFileSync(path.join(work, 'imports', file), path.join(target, file));
}
fs.rmSync(work, { recursive: true });
