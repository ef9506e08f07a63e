import { Distribution } from '../../cluster/control-plane';
import { Severity } from '../../cluster/finding';
import { counted } from '../../cluster/names';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeKind } from '../ask/volume/volume';
import { onAsk, onAskInCluster, onPlan } from '../model/rule';

function scales({ autoscale }: ResolvedApp): boolean {
  return autoscale !== undefined;
}

const AUTOSCALE_TOO_FEW = onPlan({
  code: 'AUTOSCALE-TOO-FEW',
  severity: Severity.ERROR,
  means: 'an autoscaler with no more pods than the app has anyway',
  fix: 'set `autoscale.max` higher than `replicas`',
  concerns: scales,
  *check({ ask: { autoscale }, replicas: { value: least } }) {
    if (autoscale === undefined || autoscale.max > least) return;
    yield {
      given: `at most ${counted(autoscale.max, 'pod')} under load`,
      allowed: `but the app always has ${least}, and an autoscaler only adds to them`,
      fix: `Set autoscale.max to ${least + 1} or more, or leave autoscale out.`,
    };
  },
});

/** A pod that goes takes its copy of the data along, or its vote. */
const AUTOSCALE_MEMBERS = onAsk({
  code: 'AUTOSCALE-MEMBERS',
  severity: Severity.ERROR,
  means: 'an autoscaler for an app whose pods each have data of their own, or of which a majority must run',
  fix: 'leave `autoscale` out',
  concerns: scales,
  *check({ autoscale, majority, volumes }) {
    if (autoscale === undefined) return;
    const data = volumes.find(({ kind, options }) => kind === VolumeKind.DATA && options.data?.readWriteMany !== true);
    if (majority !== true && data === undefined) return;
    yield {
      given: `an autoscaler, and ${majority === true ? 'majority: true' : `data at ${data?.path} for each pod`}`,
      allowed: `but ${majority === true ? 'a pod that it stops counts as a lost vote' : 'a pod that it stops leaves its copy of the data behind'}, whatever the others need`,
      fix: 'Leave autoscale out.',
    };
  },
});

const AUTOSCALE_WITHOUT_METRICS = onAskInCluster({
  code: 'AUTOSCALE-WITHOUT-METRICS',
  severity: Severity.WARNING,
  means: 'an autoscaler in a cluster where nothing measures pods: the app keeps its `replicas`',
  fix: 'install metrics-server, and set `policy.operators.metricsServer`',
  concerns: scales,
  *check({ autoscale }, { policy: { operators }, controlPlane: { distribution } }) {
    if (autoscale === undefined || (operators?.metricsServer ?? distribution === Distribution.K3S)) return;
    yield {
      given: `up to ${autoscale.max} pods under load`,
      allowed: 'but the facts name no metrics-server, and without one no pod is ever added',
      fix: 'Install metrics-server and set policy.operators.metricsServer to true, or leave autoscale out.',
    };
  },
});

/** What is wrong with an autoscaler. Whether its pods fit is in the room of placement. */
export const AUTOSCALE_RULES = { ask: [AUTOSCALE_MEMBERS, AUTOSCALE_WITHOUT_METRICS], plan: [AUTOSCALE_TOO_FEW] };
