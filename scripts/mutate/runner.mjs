// Runs the tests for Stryker within one process, which loads them once. Its runner for jest loads the library and every test
// file anew for each mutant, which takes hours; this takes minutes. Tests see what jest gives them: its expect, its each, its
// snapshots. They have no hooks and mock nothing, else `test` and `describe` alone would not do.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Tests about these rooms, without those that try random designs or take seconds for what others see as well.
const TESTS = [
  /^availability\/(?!properties)/,
  /^workloads\//,
  /^cluster\/shared-fates\./,
  /^bad-input\/(?:flexible|highly-available|pinned|together|volumes|pod|second-look|all-at-once)\./,
  /^rules\/(?:classes|fleet|pod|volumes)\./,
];

/** Random designs, for many seconds, and the files that they are about: for others they see nothing that no sentence sees. */
const SLOW = {
  'apps beyond doubt are placed in every order, and one that is warned of waits in an order that can be checked':
    /placement\/(?:crowd|order|shares|trial)\.ts$/,
};

/** Every app is judged by every rule: the case of a rule says something about that rule alone. */
function isAbout(id, title, file, source) {
  if (SLOW[title]?.test(file) === false) return false;
  const [, code] = /^rules\/\S+ (\S+) fires/.exec(id) ?? [];
  return code === undefined || [`'${code}'`, code.replaceAll('-', '_')].some((name) => source.includes(name));
}

/** @implements {import('@stryker-mutator/api/test-runner').TestRunner} */
class InOneProcess {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.killers = new Map();
    this.times = new Map();
    this.root = process.cwd();
    this.require = createRequire(path.join(this.root, 'package.json'));
    this.require('tsx/cjs');
    const { jestExpect } = this.require('@jest/expect');
    const { SnapshotState } = this.require('jest-snapshot');
    const { bind } = this.require('jest-each');
    const resolver = this.require('./test/snapshot-resolver.js');
    const titles = [];
    const described = (title, body) => {
      titles.push(title);
      body();
      titles.pop();
    };
    const declared = (title, body) => {
      const name = [...titles, title].join(' ');
      this.tests.set(`${this.file} ${name}`, { name, title, body, file: path.join(this.root, 'test', this.file) });
    };
    Object.assign(globalThis, {
      expect: jestExpect,
      describe: Object.assign(described, { each: bind(described, false) }),
      test: Object.assign(declared, { each: bind(declared, false) }),
    });
    this.play = async ({ name, body, file }) => {
      const snapshotState = new SnapshotState(resolver.resolveSnapshotPath(file, '.snap'), {
        updateSnapshot: 'none',
        rootDir: this.root,
        snapshotFormat: { escapeString: false, printBasicPrototype: false },
      });
      jestExpect.setState({ currentTestName: name, testPath: file, snapshotState, suppressedErrors: [], assertionCalls: 0 });
      try {
        await body();
        // A snapshot that differs does not throw.
        const [differs] = jestExpect.getState().suppressedErrors;
        return differs?.stack;
      } catch (error) {
        return String(error?.stack ?? error);
      }
    };
    globalThis.__stryker__ ??= {};
    this.stryker = globalThis.__stryker__;
  }

  load() {
    for (const file of Object.keys(this.require.cache)) {
      if (['lib', 'test'].some((folder) => file.startsWith(path.join(this.root, folder)))) delete this.require.cache[file];
    }
    this.stryker.mutantCoverage = { static: {}, perTest: {} };
    this.round = {};
    this.forgetful();
    this.tests = new Map();
    this.require('./lib/index.ts');
    // What a test file does while it is loaded is no part of the library's own loading, and no test either.
    this.stryker.currentTestId = 'loading';
    for (const file of fs.readdirSync(path.join(this.root, 'test'), { recursive: true }).sort()) {
      if (!file.endsWith('.test.ts') || !TESTS.some((pattern) => pattern.test(file))) continue;
      this.file = file;
      this.require(`./test/${file}`);
    }
    this.stryker.currentTestId = undefined;
    delete this.stryker.mutantCoverage.perTest.loading;
    const titles = [...this.tests.values()].map(({ title }) => title);
    for (const title of Object.keys(SLOW)) if (!titles.includes(title)) throw new Error(`no test is called "${title}"`);
  }

  /** Facts are constants of the tests: what was remembered of them under one mutant is not true under the next. */
  forgetful() {
    const once = this.require('./lib/availability/model/once.ts');
    const file = this.require.resolve('./lib/availability/model/once.ts');
    this.require.cache[file].exports = {
      oncePer: (compute) => {
        let known;
        let round;
        return (key, facts) => {
          if (round !== this.round) known = once.oncePer(compute);
          round = this.round;
          return known(key, facts);
        };
      },
    };
  }

  async run(id) {
    this.round = {};
    const begin = performance.now();
    const failureMessage = await this.play(this.tests.get(id));
    this.times.set(id, performance.now() - begin);
    return failureMessage;
  }

  async dryRun() {
    this.load();
    const tests = [];
    for (const [id, test] of this.tests) {
      this.stryker.currentTestId = id;
      const failureMessage = await this.run(id);
      const timeSpentMs = this.times.get(id);
      tests.push({ id, name: id, fileName: test.file, timeSpentMs, ...(failureMessage === undefined ? { status: 0 } : { status: 1, failureMessage }) });
    }
    this.stryker.currentTestId = undefined;
    const { mutantCoverage } = this.stryker;
    return { status: 'complete', tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }) {
    const { stryker } = this;
    stryker.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    stryker.hitCount = undefined;
    if (this.tests === undefined || reloadEnvironment) this.load();
    stryker.activeMutant = activeMutant.id;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    // What killed a mutant of this file is likely to kill the next.
    const killers = this.killers.get(activeMutant.fileName) ?? new Set();
    const source = fs.readFileSync(activeMutant.fileName, 'utf8');
    const covering = (testFilter ?? [...this.tests.keys()])
      .filter((id) => isAbout(id, this.tests.get(id).title, activeMutant.fileName, source))
      .sort((one, other) => (this.times.get(one) ?? 0) - (this.times.get(other) ?? 0));
    const ids = [...[...killers].reverse().filter((id) => covering.includes(id)), ...covering.filter((id) => !killers.has(id))];
    let result = { status: 'survived', nrOfTests: ids.length };
    for (const id of ids) {
      const failureMessage = await this.run(id);
      if (stryker.hitCount > hitLimit) result = { status: 'timeout', reason: `Hit limit reached (${hitLimit})` };
      else if (failureMessage !== undefined) result = { status: 'killed', killedBy: [id], failureMessage, nrOfTests: ids.length };
      else continue;
      break;
    }
    stryker.activeMutant = undefined;
    stryker.hitCount = undefined;
    for (const id of result.killedBy ?? []) {
      killers.delete(id);
      this.killers.set(activeMutant.fileName, killers.add(id));
    }
    // A mutant that left something behind would kill the next one, too.
    if (result.status !== 'survived' && mutantActivation === 'runtime' && (await this.run(result.killedBy?.[0] ?? ids[0])) !== undefined) {
      this.load();
    }
    return result;
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-one-process', injectableClass: InOneProcess }];
