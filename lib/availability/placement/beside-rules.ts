import { Severity } from '../../cluster/finding';
import { referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { OtherWorkload } from '../ask/workload';
import { onAsk, type Rules } from '../model/rule';
import { ownerOf, sharedVolumes } from './group';
import { isAmongMany } from './shared-rules';

const asks = ({ placement }: ResolvedApp) => placement.beside !== undefined;

const BESIDE_UNKNOWN = onAsk({
  code: 'BESIDE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a place beside an app that is not in the same namespace',
  fix: 'name an app of the namespace, or give both one `namespace`',
  concerns: asks,
  *check(app, facts) {
    const { beside } = app.placement;
    if (beside === undefined || sharedVolumes(app).length > 0) return;
    if (ownerOf(app) !== undefined && (beside.namespace ?? app.namespace) === app.namespace) return;
    yield {
      given: `beside ${referenceText(beside, app.namespace)}`,
      allowed: `but there is no other app with that name in the namespace ${app.namespace ?? 'default'}${facts === undefined ? ' and in the same chart' : ''}`,
      fix: 'Name an app of the namespace, or give both one namespace.',
    };
  },
});

const BESIDE_CHAIN = onAsk({
  code: 'BESIDE-CHAIN',
  severity: Severity.ERROR,
  means: 'a place beside an app that itself follows another, also in a circle, or beside one app while it shares the data of another',
  fix: 'let all of them be beside one app',
  concerns: asks,
  *check(app) {
    const { beside } = app.placement;
    if (beside === undefined) return;
    const shared = sharedVolumes(app)[0]?.options.shared?.app.name;
    const fix = 'Let all of them be beside one app.';
    if (shared !== undefined && shared !== beside.name)
      yield { given: `beside ${beside.name}, with data of ${shared}`, allowed: 'but these two may be on different nodes', fix };
    const owner = ownerOf(app);
    if (owner === undefined) return;
    if (asks(owner) || sharedVolumes(owner).length > 0)
      yield { given: `beside ${owner.name}, which follows another app itself`, allowed: 'but pods can follow only one app, not a chain of apps', fix };
  },
});

const BESIDE_CLASS = onAsk({
  code: 'BESIDE-CLASS',
  severity: Severity.ERROR,
  means: 'a place beside an app of another class, or of several pods: it stops and moves with that app',
  fix: 'use the class of the other',
  concerns: asks,
  *check(app) {
    const owner = ownerOf(app);
    if (!asks(app) || owner === undefined || sharedVolumes(app).length > 0) return;
    const { availabilityClass } = owner;
    const given = `beside ${owner.name}, a ${availabilityClass}`;
    if (isAmongMany(app, owner))
      yield {
        given,
        allowed: `but ${app.name} is a ${app.availabilityClass}, and pods on several nodes are beside none`,
        fix: 'Use a single pod for both, or leave beside out.',
      };
    else if (availabilityClass === OtherWorkload.SCHEDULED_JOB)
      yield { given, allowed: 'but the pod of a job exists only during a run, so others cannot follow it', fix: 'Leave beside out.' };
    else if (app.availabilityClass !== OtherWorkload.SCHEDULED_JOB && app.availabilityClass !== availabilityClass)
      yield {
        given,
        allowed: `but ${app.name} is a ${app.availabilityClass}, and it stops and moves with that app`,
        fix: `Make it a ${availabilityClass} too.`,
      };
  },
});

/** Rules about apps that run beside another. That they have a node in common is with shared data. */
export const BESIDE_RULES: Rules = { ask: [BESIDE_UNKNOWN, BESIDE_CHAIN, BESIDE_CLASS] };
