import { Severity } from '../../../cluster/finding';
import { ContainerKind, mainFirst, type ResolvedApp, type ResolvedContainer } from '../../ask/resolved';
import { onAsk } from '../../model/rule';

const LEAST_MEMORY = 4 * 1024 ** 2;
const MOST_MEMORY = 64 * 1024 ** 4;
const MOST_CPU_MILLIS = 1_024_000;

/** Containers with their own resources. */
function* asking(app: ResolvedApp): Iterable<ResolvedContainer> {
  for (const container of mainFirst(app)) if (container.own.resources && !(container === app.main && app.missing.includes('resources'))) yield container;
}

const RESOURCES_MISSING = onAsk({
  code: 'RESOURCES-MISSING',
  severity: Severity.ERROR,
  means: 'no resources',
  fix: 'set `cpu`, `memory` and `memoryLimit`',
  *check({ missing }) {
    if (missing.includes('resources'))
      yield {
        given: 'no resources for the app',
        allowed: 'but the scheduler places pods by their requests',
        fix: 'Set resources: { cpu, memory, memoryLimit }.',
      };
  },
});

const RESOURCES_WITHOUT_LIMIT = onAsk({
  code: 'RESOURCES-WITHOUT-LIMIT',
  severity: Severity.ERROR,
  means: 'no memory limit',
  fix: 'set `memoryLimit`',
  *check(app) {
    for (const { what, resources } of asking(app)) {
      if (resources.memoryLimit === undefined)
        yield { given: `no memory limit for ${what}`, allowed: 'but without one it can use up the memory of the whole node', fix: 'Set memoryLimit.' };
    }
  },
});

const RESOURCES_ABSURD = onAsk({
  code: 'RESOURCES-ABSURD',
  severity: Severity.ERROR,
  means: 'a request of nothing or of too much, or a limit below the request',
  fix: 'request what the app usually uses',
  *check(app) {
    for (const { what, resources } of asking(app)) {
      const { cpu, memory, memoryLimit, ephemeralStorage, cpuLimit } = resources;
      const fix = 'Request what it usually uses.';
      if (!(cpu.millis > 0 && cpu.millis <= MOST_CPU_MILLIS))
        yield { given: `${cpu} cores for ${what}`, allowed: 'but a request is more than 0 and at most 1024', fix };
      if (cpuLimit !== undefined && !(cpuLimit.cpu.millis >= cpu.millis))
        yield {
          given: `a CPU limit of ${cpuLimit.cpu} below the request of ${cpu} for ${what}`,
          allowed: 'but Kubernetes refuses that',
          fix: 'Raise the limit, or leave it out.',
        };
      if (!(memory.bytes >= LEAST_MEMORY && memory.bytes <= MOST_MEMORY))
        yield { given: `${memory} of memory for ${what}`, allowed: 'but a request is at least 4Mi and at most 64Ti', fix };
      if (memoryLimit !== undefined && memoryLimit.bytes < memory.bytes)
        yield { given: `a memory limit of ${memoryLimit} below the request of ${memory}`, allowed: 'but Kubernetes refuses that', fix: 'Raise the limit.' };
      else if (memoryLimit !== undefined && !(memoryLimit.bytes <= MOST_MEMORY))
        yield { given: `a memory limit of ${memoryLimit} for ${what}`, allowed: 'but a limit is at most 64Ti', fix: 'Set the most that it may use.' };
      if (!(ephemeralStorage.bytes > 0 && ephemeralStorage.bytes <= MOST_MEMORY))
        yield {
          given: `${ephemeralStorage} of disk for ${what}`,
          allowed: 'but that is more than 0 and at most 64Ti',
          fix: 'Set the most that it writes outside of its volumes.',
        };
    }
  },
});

/** An init container inherits no limits, but often does the work of the app: it changes its database. */
const INIT_MEMORY_UNSAID = onAsk({
  code: 'INIT-MEMORY-UNSAID',
  severity: Severity.WARNING,
  means: 'an init container that runs the image of an app which needs more memory than the limit that init containers have by default',
  fix: 'set its `resources`, or accept it if its command needs less',
  *check({ containers, main, missing }) {
    if (missing.includes('resources')) return;
    for (const { kind, name, own, resources } of containers) {
      if (kind !== ContainerKind.INIT || own.image || own.resources || main.resources.memory.bytes <= resources.memoryLimit.bytes) continue;
      yield {
        given: `the image of the app in ${name} with at most ${resources.memoryLimit} of memory`,
        allowed: `but the app usually needs ${main.resources.memory}, and the kernel kills a container above its limit`,
        fix: 'Set resources of the init container, or accept it with the reason why its command needs less.',
      };
    }
  },
});

/** What is wrong with the resources of containers. */
export const RESOURCE_RULES = [RESOURCES_MISSING, RESOURCES_WITHOUT_LIMIT, RESOURCES_ABSURD, INIT_MEMORY_UNSAID];
