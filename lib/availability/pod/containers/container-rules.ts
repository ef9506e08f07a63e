import { Severity } from '../../../cluster/finding';
import { duplicates, isDnsLabel } from '../../../cluster/names';
import { ContainerKind, mainFirst } from '../../ask/resolved';
import { NAME_INVALID } from '../../model/records';
import { onAsk } from '../../model/rule';
import { ofIt } from './words';

/** Kubernetes' own (API, PodSpec.terminationGracePeriodSeconds). */
const DEFAULT_GRACE_SECONDS = 30;

const INIT_DUPLICATE = onAsk({
  code: 'INIT-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two init containers or sidecars have one name',
  fix: 'rename one',
  *check({ containers, main }) {
    if (containers.length < 3) return;
    const others = containers.filter((one) => one !== main);
    for (const name of duplicates(others.map((one) => one.name))) {
      const which = others.some((one) => one.kind === ContainerKind.SIDECAR && one.name === name) ? 'containers' : 'init containers';
      yield { given: `two ${which} named ${name}`, allowed: 'but a name is one container', fix: 'Rename one of them.' };
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
          allowed: 'but Kubernetes takes a-z, 0-9 and "-", and the app\'s own name is taken',
          fix: 'Rename it.',
        };
    }
  },
});

const POST_START_INVALID = onAsk({
  code: 'POST-START-INVALID',
  severity: Severity.ERROR,
  means: '`postStart` without a command',
  fix: 'say it, word by word',
  *check(app) {
    for (const container of mainFirst(app)) {
      if (container.postStart?.length === 0)
        yield {
          given: `postStart${ofIt(container)} without a command`,
          allowed: 'but a command is what runs then',
          fix: 'Say it, word by word, or leave it out.',
        };
    }
  },
});

const PRE_STOP_INVALID = onAsk({
  code: 'PRE-STOP-INVALID',
  severity: Severity.ERROR,
  means: '`preStop` does nothing, or sleeps until the app is killed',
  fix: 'a longer `terminationGrace`, or a shorter sleep',
  *check(app) {
    const grace = app.terminationGrace ?? DEFAULT_GRACE_SECONDS;
    for (const container of mainFirst(app)) {
      const { preStop } = container;
      if (preStop === undefined) continue;
      const of = ofIt(container);
      const seconds = preStop.time?.seconds;
      if (seconds === undefined) {
        if (preStop.command.length === 0)
          yield { given: `preStop${of} that does nothing`, allowed: 'but it sleeps, or runs a command', fix: 'Say which, or leave it out.' };
      } else if (!Number.isInteger(seconds) || seconds < 1)
        yield {
          given: `preStop${of} of ${seconds} s`,
          allowed: 'but a container sleeps for whole seconds, and at least one',
          fix: 'Say it in seconds, or leave it out.',
        };
      else if (seconds >= grace)
        yield {
          given: `preStop${of} of ${seconds} s`,
          allowed: `but the app has ${grace} s from there until it is killed`,
          fix: 'Raise terminationGrace by as much, or sleep less.',
        };
    }
  },
});

/** What is wrong with the names of containers, and with how they start and end. */
export const CONTAINER_RULES = [INIT_DUPLICATE, CONTAINER_NAME_INVALID, POST_START_INVALID, PRE_STOP_INVALID];
