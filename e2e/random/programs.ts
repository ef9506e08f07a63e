import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { anyProgram } from '../../test/delivery/any-program';
import { mustSay } from '../checks';
import { DUAL_STACK } from '../checks/network';
import { ControlPlane } from '../control-plane';
import { loadCrds } from '../crds';
import { documents } from '../dist';
import { place } from '../files';
import { called, type Obj } from '../kinds';
import type { Processes } from '../processes';
import { binary } from '../programs';
import { Trial, type Written } from './apply';
import { objectsIn, outcomes } from './edges/edges';
import { PIN } from './play';

/** The folder of programs/ with kustomize. */
export const KUSTOMIZE = 'kustomize';
/** Random programs, and those among them that kustomize builds, too. */
const PROGRAMS = 40;
const BUILT = 4;

/** What came out. */
export interface Outcome {
  readonly problems: readonly string[];
  /** What was looked at, for people. */
  readonly seen: readonly string[];
}

/**
 * What the library writes without a finding, the API server takes as it is, and kustomize keeps as it is.
 *
 * @param step of the programs at borders of what Kubernetes accepts, each so many is tried: 1 for all, which takes minutes
 */
export async function tryPrograms(processes: Processes, logs: string, seed: number, step: number): Promise<Outcome> {
  const plane = await ControlPlane.start(processes, PIN, logs, DUAL_STACK);
  try {
    await loadCrds(plane.api, '');
    const trial = new Trial(plane.api);
    const problems: string[] = [];
    const programs = acceptedPrograms(seed);
    problems.push(...(await trial.refusals(programs.map(({ what, files }) => ({ what, objects: objectsIn(files) })))));
    const ofPrograms = trial.count;
    let edges = 0;
    function* written(): Iterable<Written> {
      for (const { what, objects, crash } of outcomes(seed % step, step)) {
        if (crash !== undefined) problems.push(`${what}: ${crash}`);
        if (objects.length === 0) continue;
        edges += 1;
        yield { what, objects };
      }
    }
    problems.push(...(await trial.refusals(written())));
    const built = programs.slice(0, BUILT).flatMap(({ what, files }) => rebuilt(files, join(logs, what)).map((problem) => `${what}: ${problem}`));
    const proof = mustSay(await trial.refusals([BROKEN]), /unknown field|field not declared in schema/);
    return {
      problems: [...problems, ...built],
      seen: [
        `${ofPrograms} objects of ${programs.length} programs, and ${trial.count - ofPrograms} of ${edges} at borders`,
        `kustomize built ${BUILT}`,
        `an unknown field is seen: ${proof}`,
      ],
    };
  } finally {
    await plane.stop();
  }
}

/** What a server that takes everything would let pass. */
const BROKEN: Written = {
  what: 'broken',
  objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'broken', namespace: 'broken' }, dada: {} } as Obj],
};

function acceptedPrograms(seed: number): readonly { readonly what: string; readonly files: ReadonlyMap<string, Buffer> }[] {
  const programs = Array.from({ length: PROGRAMS }, (_, index) => ({ what: `program-${seed + index}`, ...anyProgram(seed + index).build() }));
  return programs.filter(({ findings }) => findings.length === 0);
}

/** What differs after `kustomize build` of every folder that Flux applies. */
function rebuilt(files: ReadonlyMap<string, Buffer>, folder: string): string[] {
  place(folder, files);
  const paths = [...files.keys()].filter((path) => path.endsWith('/kustomization.yaml')).map((path) => dirname(path));
  // Charts in charts are built with the chart around them.
  const folders = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
  return folders.flatMap((path) => {
    const { stdout, stderr, status } = spawnSync(binary('kustomize', KUSTOMIZE), ['build', join(folder, path)], { encoding: 'utf8' });
    if (status !== 0) return [`kustomize build ${path}: ${stderr}`];
    const here = new Map([...files].filter(([file]) => file.startsWith(`${path}/`)));
    return differences(objectsIn(here), documents(stdout)).map((problem) => `${path}: ${problem}`);
  });
}

function differences(before: readonly Obj[], after: readonly Obj[]): string[] {
  const left = new Map(after.map((obj) => [called(obj), obj]));
  const changed = before.flatMap((obj) => (isDeepStrictEqual(left.get(called(obj)), obj) ? [] : [`${called(obj)} is not what was written`]));
  return before.length === after.length ? changed : [...changed, `${before.length} objects became ${after.length}`];
}
