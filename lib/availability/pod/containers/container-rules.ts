import { Severity } from '../../../cluster/finding';
import { duplicates, isDnsLabel } from '../../../cluster/names';
import { ContainerKind, mainFirst } from '../../ask/resolved';
import { NAME_INVALID } from '../../model/records';
import { onAsk } from '../../model/rule';
import { commandsOf } from './secret-rules';
import { ofIt } from './words';

/** The default of Kubernetes (API, PodSpec.terminationGracePeriodSeconds). */
const DEFAULT_GRACE_SECONDS = 30;

const INIT_DUPLICATE = onAsk({
  code: 'INIT-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two init containers or sidecars with one name',
  fix: 'rename one',
  *check({ containers, main }) {
    if (containers.length < 3) return;
    const others = containers.filter((one) => one !== main);
    for (const name of duplicates(others.map((one) => one.name))) {
      const which = others.some((one) => one.kind === ContainerKind.SIDECAR && one.name === name) ? 'containers' : 'init containers';
      yield { given: `two ${which} named ${name}`, allowed: 'but each container needs its own name', fix: 'Rename one of them.' };
    }
  },
});

const CONTAINER_NAME_INVALID = onAsk({
  ...NAME_INVALID,
  *check({ containers, main }) {
    for (const { kind, name } of containers) {
      if (kind !== ContainerKind.MAIN && (!isDnsLabel(name) || name === main.name))
        yield {
          given: `the ${kind === ContainerKind.SIDECAR ? 'sidecar' : 'init container'} "${name}"`,
          allowed: 'but Kubernetes accepts a-z, 0-9 and "-", and the main container already has the name of the app',
          fix: 'Rename it.',
        };
    }
  },
});

const POST_START_INVALID = onAsk({
  code: 'POST-START-INVALID',
  severity: Severity.ERROR,
  means: '`postStart` without a command',
  fix: 'give the command as a list of words',
  *check(app) {
    for (const container of mainFirst(app)) {
      if (container.postStart?.length === 0)
        yield {
          given: `postStart${ofIt(container)} without a command`,
          allowed: 'but postStart runs a command',
          fix: 'Give the command as a list of words, or leave postStart out.',
        };
    }
  },
});

const PRE_STOP_INVALID = onAsk({
  code: 'PRE-STOP-INVALID',
  severity: Severity.ERROR,
  means: 'a `preStop` that does nothing, or sleeps until the app is killed',
  fix: 'raise `terminationGrace`, or sleep less',
  *check(app) {
    const grace = app.terminationGrace ?? DEFAULT_GRACE_SECONDS;
    for (const container of mainFirst(app)) {
      const { preStop } = container;
      if (preStop === undefined) continue;
      const of = ofIt(container);
      const seconds = preStop.time?.seconds;
      if (seconds === undefined) {
        if (preStop.command.length === 0)
          yield { given: `preStop${of} that does nothing`, allowed: 'but preStop sleeps or runs a command', fix: 'Set one of them, or leave preStop out.' };
      } else if (!Number.isInteger(seconds) || seconds < 1)
        yield {
          given: `preStop${of} of ${seconds} s`,
          allowed: 'but Kubernetes accepts only whole seconds, at least 1',
          fix: 'Use whole seconds, or leave preStop out.',
        };
      else if (seconds >= grace)
        yield {
          given: `preStop${of} of ${seconds} s`,
          allowed: `but Kubernetes kills the app ${grace} s after preStop begins`,
          fix: 'Raise terminationGrace by that much, or sleep less.',
        };
    }
  },
});

/**
 * The API server takes it, the kubelet and the runtime pass it on, and execve(2) cannot: its texts end at NUL. Runtimes written in Go get EINVAL
 * (BytePtrFromString in its package syscall); others cut the text. Other control characters arrive.
 */
const NUL_CHARACTER = onAsk({
  code: 'NUL-CHARACTER',
  severity: Severity.ERROR,
  means: 'a NUL character in a variable, a command, a hook or a probe',
  fix: 'leave it out, or put the text into a config file',
  *check(app) {
    const allowed = 'but Linux ends variables and arguments there, and the container does not start';
    const fix = 'Leave it out, or put the text into a config file.';
    for (const container of mainFirst(app)) {
      const { env, envFrom, own } = container;
      const sets = own.envFrom
        ? envFrom.flatMap(({ values = {}, prefix = '' }) => Object.entries(values).map(([key, value]) => [prefix + key, value] as const))
        : [];
      const variables = own.env ? [...env].map(([name, { value }]) => [name, value] as const) : [];
      for (const [name, value] of [...variables, ...sets]) if (value.includes('\0')) yield { given: `the variable ${name} with a NUL character`, allowed, fix };
      if (commandsOf(container).some((words) => words.some((word) => word.includes('\0'))))
        yield { given: `a command${ofIt(container)} with a NUL character`, allowed, fix };
    }
  },
});

/** What is wrong with the names of containers, what they run, and their start and stop hooks. */
export const CONTAINER_RULES = [INIT_DUPLICATE, CONTAINER_NAME_INVALID, POST_START_INVALID, PRE_STOP_INVALID, NUL_CHARACTER];
