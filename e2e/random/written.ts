import { type ClusterFacts, TaintEffect } from '../../lib';
import { ZONE } from '../../lib/cluster/node';
import type { Obj } from '../kinds';
import type { Dice } from './dice';

const HOSTNAME = 'kubernetes.io/hostname';
const MIB = 1024 ** 2;
/** Above and below what has none. Cases share them. */
export const PRIORITIES: readonly Obj[] = [
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'e2e-high' }, ...{ value: 1000 } },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'e2e-low' }, ...{ value: -10 } },
];

/** A workload as somebody might have written it, alone in its namespace. */
export interface Written {
  readonly namespace: string;
  readonly kind: string;
  readonly objects: readonly Obj[];
}

/** Workloads of other people: what pods ask of their nodes in all ways that the scheduler knows, and that no class of ours writes. */
export function randomWritten(dice: Dice, facts: ClusterFacts, prefix: string): Written[] {
  const count = dice.whole(1, 2 + facts.nodes.length);
  const memory = facts.nodes.reduce((sum, { allocatable }) => sum + Math.max(0, allocatable.memory.bytes / MIB), 0);
  const share = (memory * dice.pick([0.1, 0.2, 0.3, 0.5])) / count;
  return Array.from({ length: count }, (_, index) => written(dice, facts, `${prefix}-w${index + 1}`, share));
}

function written(dice: Dice, facts: ClusterFacts, namespace: string, share: number): Written {
  const replicas = dice.pick([1, 1, 1, 2, 2, 3, 4, 6]);
  const labels = { app: 'it' };
  const kind = dice.chance(0.75) ? 'Deployment' : 'StatefulSet';
  const mib = Math.max(8, Math.round((share / replicas) * dice.between(0.4, 1.6)));
  const classes = (facts.storage.classes ?? []).map(({ name }) => name);
  const storageClass = classes.length > 0 && dice.chance(0.3) ? dice.pick(classes) : undefined;
  const port = dice.chance(0.1) ? [{ containerPort: 8080, hostPort: dice.pick([8080, 8081]) }] : [{ containerPort: 8080 }];
  const spec = {
    containers: [
      {
        name: 'it',
        image: 'registry.example/it:1.0.0',
        ports: port,
        resources: { requests: { cpu: '10m', memory: `${mib}Mi` }, limits: { memory: `${mib}Mi` } },
        ...(storageClass === undefined ? {} : { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      },
    ],
    ...placing(dice, facts, labels),
    ...(dice.chance(0.15) ? { priorityClassName: dice.pick(PRIORITIES).metadata.name } : {}),
  };
  const claim = { accessModes: ['ReadWriteOnce'], storageClassName: storageClass, resources: { requests: { storage: '1Gi' } } };
  const ofDeployment = storageClass === undefined ? {} : { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  const ofSet = storageClass === undefined ? {} : { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] };
  const isSet = kind === 'StatefulSet';
  const workload: Obj = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'it', namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...spec, ...(isSet ? {} : ofDeployment) } },
      // No pod gets ready here, for which the next one would wait.
      ...(isSet ? { serviceName: 'it', podManagementPolicy: 'Parallel', ...ofSet } : {}),
    },
  };
  const claims: Obj[] =
    isSet || storageClass === undefined ? [] : [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace }, spec: claim }];
  return { namespace, kind, objects: [...claims, workload] };
}

/** Where its pods may go. */
function placing(dice: Dice, facts: ClusterFacts, labels: { readonly app: string }): object {
  const selector = { labelSelector: { matchLabels: labels } };
  const spread = () => ({
    maxSkew: dice.pick([1, 1, 1, 2]),
    topologyKey: dice.pick([HOSTNAME, HOSTNAME, ZONE]),
    ...selector,
    ...(dice.chance(0.7)
      ? { whenUnsatisfiable: 'DoNotSchedule', ...(dice.chance(0.25) ? { minDomains: dice.whole(1, 3) } : {}) }
      : { whenUnsatisfiable: 'ScheduleAnyway' }),
    ...(dice.chance(0.5) ? { nodeTaintsPolicy: dice.pick(['Honor', 'Ignore']) } : {}),
  });
  const spreads = dice.chance(0.5) ? [spread(), ...(dice.chance(0.25) ? [spread()] : [])] : [];
  // The API server refuses two with the same key and consequence.
  const once = spreads.filter(
    (one, index) => !spreads.slice(0, index).some((it) => it.topologyKey === one.topologyKey && it.whenUnsatisfiable === one.whenUnsatisfiable),
  );
  const apart = dice.chance(0.25) ? [{ ...selector, topologyKey: dice.pick([HOSTNAME, HOSTNAME, ZONE]) }] : [];
  const together = dice.chance(0.05) ? [{ ...selector, topologyKey: dice.pick([HOSTNAME, ZONE]) }] : [];
  const nodes = dice.chance(0.3) ? nodeTerms(dice, facts) : [];
  const affinity = {
    ...(nodes.length === 0 ? {} : { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodes } } }),
    ...(apart.length === 0 ? {} : { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: apart } }),
    ...(together.length === 0 ? {} : { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: together } }),
  };
  const wanted = dice.chance(0.2) ? Object.entries(dice.pick(facts.nodes).labels) : [];
  const tolerations = tolerationsOf(dice, facts);
  return {
    ...(once.length === 0 ? {} : { topologySpreadConstraints: once }),
    ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
    ...(wanted.length === 0 ? {} : { nodeSelector: Object.fromEntries([dice.pick(wanted)]) }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}

function nodeTerms(dice: Dice, { nodes }: ClusterFacts): object[] {
  const keys = [...new Set(nodes.flatMap(({ labels }) => Object.keys(labels)))];
  const expression = () => {
    const key = dice.pick([HOSTNAME, ...keys]);
    const operator = dice.pick(['In', 'In', 'NotIn', 'Exists', 'DoesNotExist']);
    const values = [...new Set(nodes.map(({ name, labels }) => (key === HOSTNAME ? name : labels[key])).filter((it) => it !== undefined))];
    const some = dice.some(values, dice.whole(1, Math.max(1, values.length - 1)));
    return operator.endsWith('In') ? { key, operator, values: some } : { key, operator };
  };
  const term = () =>
    dice.chance(0.15)
      ? { matchFields: [{ key: 'metadata.name', operator: dice.pick(['In', 'NotIn']), values: [dice.pick(nodes).name] }] }
      : { matchExpressions: Array.from({ length: dice.whole(1, 2) }, expression) };
  return Array.from({ length: dice.whole(1, 2) }, term);
}

function tolerationsOf(dice: Dice, { nodes }: ClusterFacts): object[] {
  if (dice.chance(0.04)) return [{ operator: 'Exists' }];
  const taints = nodes.flatMap((node) => node.taints).filter(() => dice.chance(0.4));
  const stay = dice.chance(0.25) ? [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: TaintEffect.NO_EXECUTE }] : [];
  const seconds = dice.chance(0.7) ? { tolerationSeconds: dice.pick([0, 30, 300]) } : {};
  return [
    ...new Map(taints.map(({ key, value, effect }) => [`${key} ${effect}`, { key, operator: 'Equal', value: value ?? '', effect }])).values(),
    ...stay.map((one) => ({ ...one, ...seconds })),
  ];
}
