import { Severity } from '../../cluster/finding';
import { mainFirst, type ResolvedApp } from '../ask/resolved';
import { onAsk } from '../model/rule';
import { ofIt } from './containers/words';

/** Everything that an app may do against the advice of its class, and why it does. */
export interface Choice {
  /** As part of a sentence: `CPU limit`, `readiness probe of proxy`. */
  readonly what: string;
  readonly value: string;
  readonly reason: string;
}

const PROBES = ['readiness', 'startup', 'liveness'] as const;

/** In the order of containers, the app first. */
export function choicesOf(app: ResolvedApp): readonly Choice[] {
  const { rollingUpdate } = app;
  const rolling = rollingUpdate === undefined ? [] : [{ what: 'rolling update', value: 'two pods', reason: rollingUpdate.reason }];
  const ofContainers = mainFirst(app).flatMap((container) => {
    const { resources, health } = container;
    const { cpuLimit } = resources;
    return [
      ...(cpuLimit === undefined ? [] : [{ what: `CPU limit${ofIt(container)}`, value: `${cpuLimit.cpu}`, reason: cpuLimit.reason }]),
      ...PROBES.flatMap((what) => {
        const reason = health[what]?.reason;
        return reason === undefined ? [] : [{ what: `${what} probe${ofIt(container)}`, value: 'none', reason }];
      }),
    ];
  });
  return [...rolling, ...ofContainers];
}

export const CHOICE_WITHOUT_REASON = onAsk({
  code: 'CHOICE-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'a CPU limit, a probe that was left out, or a rolling update of one pod, without a reason',
  fix: 'add a reason',
  *check(app) {
    for (const { what, value, reason } of choicesOf(app))
      if (reason.trim() === '')
        yield { given: `the choice "${what}: ${value}" without a reason`, allowed: 'but the report must say why', fix: 'Add a reason.' };
  },
});
