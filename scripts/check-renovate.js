// Asks Renovate itself whether the preset (default.json) is valid, which images and charts it finds in programs, and whether an
// update comes out as a program that it understands again. Installs Renovate into a temporary folder, and a Node for it
// where this one is too old. Looks nothing up: no registry is asked.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');
const RENOVATE = '44.121.2';
/** Renovate 44 wants Node 24.11 or newer. */
const NODE = '24.21.0';
/** RE2 in JavaScript: Renovate's own is compiled at install, and without it Renovate falls back to RegExp. */
const RE2JS = '2.10.0';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'check-renovate-'));

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, LOG_LEVEL: 'warn' } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function newerNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major === 24 && minor >= 11) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  install(`${name}@${NODE}`);
  return path.join(work, 'node_modules', name, 'bin', 'node');
}

function install(...packages) {
  run('npm', ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--silent', ...packages], work);
}

/** Runs beside Renovate's modules, which are ES modules. */
const PROBE = `
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { RE2JS } from 're2js';
import { extractPackageFile } from 'renovate/dist/modules/manager/index.js';
import { GlobalConfig } from 'renovate/dist/config/global.js';
import { doAutoReplace } from 'renovate/dist/workers/repository/update/branch/auto-replace.js';

const [root, folder] = process.argv.slice(2);
const { customManagers } = JSON.parse(fs.readFileSync(root + '/default.json', 'utf8'));
GlobalConfig.set({ localDir: folder });
let passed = 0;
const check = async (what, look) => { await look(); passed += 1; console.log('ok    ' + what); };
const read = (file) => fs.readFileSync(root + '/' + file, 'utf8');
const depsOf = async (manager, content) => (await extractPackageFile('regex', content, 'main.ts', manager))?.deps ?? [];
const found = async (content) => (await Promise.all(customManagers.map((manager) => depsOf(manager, content)))).flat();
const named = ({ depName, currentValue, currentDigest }) => depName + (currentValue ? ':' + currentValue : '') + (currentDigest ? '@' + currentDigest : '');

for (const [index, { matchStrings }] of customManagers.entries())
  await check('RE2 takes the patterns of manager ' + (index + 1), () => matchStrings.forEach((pattern) => RE2JS.compile(pattern)));

const wanted = JSON.parse(fs.readFileSync(folder + '/wanted.json', 'utf8'));
for (const [file, images] of Object.entries(wanted))
  await check('Renovate finds the ' + images.length + ' images and charts of ' + file, async () =>
    assert.deepEqual((await found(read(file))).map(named).sort(), [...images].sort()));

const digest = (of) => 'sha256:' + of.repeat(64);
for (const [what, change] of Object.entries({
  'a new version': (dep) => ({ newValue: dep.currentValue && '99.0.1', newDigest: dep.currentDigest && digest('9') }),
  'a new digest': (dep) => ({ newValue: dep.currentValue, newDigest: dep.currentDigest && digest('8') }),
  'a digest where there was none': (dep) => ({ newValue: dep.currentValue, newDigest: digest('7'), isPinDigest: !dep.currentDigest }),
})) {
  await check('Renovate writes ' + what + ' into every image and chart, and finds it again', async () => {
    const original = read('test/renovate/program.ts');
    for (const manager of customManagers) {
      const deps = await depsOf(manager, original);
      for (const [depIndex, dep] of deps.entries()) {
        const { newDigest, ...version } = change(dep);
        // A repository of Helm knows no digests.
        const update = manager.datasourceTemplate === 'helm' ? version : { ...version, newDigest };
        if (update.newValue === dep.currentValue && (update.newDigest ?? dep.currentDigest) === dep.currentDigest) continue;
        const upgrade = { ...manager, ...dep, ...update, manager: 'regex', packageFile: 'main.ts', depIndex, autoReplaceGlobalMatch: true };
        fs.writeFileSync(folder + '/main.ts', original);
        const content = await doAutoReplace(upgrade, original, false);
        assert.ok(content !== null && content !== original, named(dep) + ' was not updated');
        const after = (await found(content)).map(named).sort();
        const expected = (await found(original)).map(named).filter((one) => one !== named(dep));
        const updated = named({ depName: dep.depName, currentValue: update.newValue ?? dep.currentValue, currentDigest: update.newDigest ?? dep.currentDigest });
        assert.deepEqual(after, [...expected, updated].sort());
      }
    }
  });
}
console.log(passed);
`;

/** What each program really uses: it is run, and its images are asked. */
function imagesOf(file, expression) {
  const code = `const made = require('./${file}'); process.stdout.write(JSON.stringify((${expression}).map(String)))`;
  return JSON.parse(run(process.execPath, ['-r', 'tsx/cjs', '-e', code], root));
}

let passed = 0;
let failed = 0;
try {
  fs.writeFileSync(path.join(work, 'package.json'), JSON.stringify({ name: 'probe', private: true, type: 'module' }));
  const node = newerNode();
  install(`renovate@${RENOVATE}`, `re2js@${RE2JS}`);
  const wanted = {
    'lib/catalog/images.ts': imagesOf('lib/catalog/images.ts', 'Object.values(made.IMAGES)'),
    'test/renovate/program.ts': imagesOf('test/renovate/program.ts', '[...made.written, ...made.charts]'),
  };
  fs.writeFileSync(path.join(work, 'wanted.json'), JSON.stringify(wanted));
  fs.writeFileSync(path.join(work, 'probe.js'), PROBE);
  run(node, ['node_modules/renovate/dist/config-validator.js', '--strict', '--no-global', path.join(root, 'default.json')], work);
  passed += 1;
  console.log('ok    the preset is valid');
  const lines = run(node, ['probe.js', root, work], work).trim().split('\n');
  passed += Number(lines.pop());
  console.log(lines.join('\n'));
} catch (error) {
  failed += 1;
  console.log(`FAIL  ${error.message}`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
