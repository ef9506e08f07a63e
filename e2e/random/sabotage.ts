import { AvailabilityClass, Cpu, type Node, NodeRole, roleLabel, Size } from '../../lib';
import type { Obj, PodSpec } from '../kinds';
import { caseOf, type JudgedApp, type JudgedCase } from './case';
import { flexibleSpread, zonesUsed } from './spread';
import type { Seen } from './stand-in';
import { Verdict, verdictOn } from './verdict';

/** A case with something broken on purpose, and what has to be said of it. */
export interface Sabotage {
  readonly what: string;
  readonly broken: JudgedCase;
  readonly mustSay: RegExp;
}

/** The proof of the proof: what was accepted and cannot run, and what was refused and could. */
export function sabotages(): Sabotage[] {
  return [
    {
      what: 'an accepted app whose node selector no node meets',
      ...breaking('x', accepted(AvailabilityClass.SINGLE_POD_FLEXIBLE), (pod) => ({ ...pod, nodeSelector: { nowhere: 'true' } })),
      mustSay: /is accepted, but .* does not start: .*affinity\/selector/,
    },
    {
      what: 'an accepted app without its node affinity',
      ...breaking('y', elsewhere, (pod, one, app) => {
        const node = strangers(one, app)[0] ?? '';
        return { ...light(pod), affinity: {}, tolerations: [{ operator: 'Exists' }], nodeSelector: { 'kubernetes.io/hostname': node } };
      }),
      mustSay: /runs on .*, and the plan has/,
    },
    {
      what: 'an accepted highly available app whose pods do not keep apart',
      ...breaking('z', accepted(AvailabilityClass.HIGHLY_AVAILABLE), (pod, _, app) => {
        const [node = ''] = app.plan.placement.value.nodes ?? [];
        return { ...light(pod), topologySpreadConstraints: [], nodeSelector: { 'kubernetes.io/hostname': node } };
      }),
      mustSay: /has more pods on .* than its share/,
    },
    {
      what: 'an accepted highly available app whose pods stay in one zone',
      ...breaking('t', inZones, (pod, one, app) => {
        const zone = one.facts.nodes.find((it) => app.plan.placement.value.nodes?.includes(it.name))?.zone ?? '';
        return { ...light(pod), topologySpreadConstraints: [], nodeSelector: { 'topology.kubernetes.io/zone': zone } };
      }),
      mustSay: /is in 1 of the zones/,
    },
    {
      what: 'accepted flexible apps that all go to one node',
      broken: changed(
        'r',
        (one) => verdictOn(one) === Verdict.ACCEPTED && flexibleSpread(one, NOWHERE) !== undefined && flexible(one).length > 4,
        (one) => {
          const [node = ''] = flexible(one)[0]?.plan.placement.value.nodes ?? [];
          const there = (pod: PodSpec) => ({ ...light(pod), nodeSelector: { 'kubernetes.io/hostname': node } });
          return {
            ...one,
            machines: one.machines.map(roomy),
            apps: one.apps.map((it) => (flexible(one).includes(it) ? { ...it, objects: it.objects.map((obj) => withPod(obj, there)) } : it)),
          };
        },
      ),
      mustSay: /flexible apps are on one of/,
    },
    {
      what: 'a cluster with room for all that was refused for lack of it',
      broken: changed('u', refusedFor('CAPACITY-EXCEEDED'), (one) => ({
        ...one,
        machines: one.machines.map(roomy),
      })),
      mustSay: /CAPACITY-EXCEEDED .*all \d+ pods have started/,
    },
    {
      what: 'nodes with the device for lack of which an app was refused',
      broken: changed('v', refusedFor('PINNED-DEVICE-UNKNOWN'), (one) => ({
        ...one,
        machines: one.machines.map((it) => ({ ...roomy(it), devices: [{ name: 'found', path: '/dev/lost' }] })),
      })),
      mustSay: /PINNED-DEVICE-UNKNOWN .*all 1 pods have started/,
    },
    {
      what: 'nodes with the role for lack of which an app was refused',
      broken: changed('w', refusedFor('ROLE-WITHOUT-NODE'), (one) => ({
        ...one,
        machines: one.machines.map((it) => ({ ...roomy(it), taints: [], labels: { ...it.labels, ...everyRole } })),
      })),
      mustSay: /ROLE-WITHOUT-NODE .*all \d+ pods have started/,
    },
  ];
}

const everyRole = Object.fromEntries(Object.values(NodeRole).map((role) => [roleLabel(role), 'true']));

const NOWHERE: Seen = { pods: [], complaints: [] };
const inZones: Picks = (one) => one.apps.find((app) => app.plan.claims.length === 0 && zonesUsed(one, app, NOWHERE) !== undefined);

type Picks = (one: JudgedCase) => JudgedApp | undefined;

/** By the letter of each: no earlier seed served when this was written, and deciding hundreds of cases takes half a minute. */
const FROM: Readonly<Record<string, number>> = { r: 332, v: 49, w: 318 };

/** The next case that serves, under a name of its own. */
function changed(prefix: string, serves: (one: JudgedCase) => boolean, change: (one: JudgedCase) => JudgedCase): JudgedCase {
  for (let seed = FROM[prefix] ?? 1; seed < 1000; seed += 1) {
    if (serves(caseOf(seed))) return change(caseOf(seed, prefix));
  }
  throw new Error(`no seed serves for ${prefix}`);
}

/** Changes the pods of the app that is picked. */
function breaking(prefix: string, picks: Picks, change: (pod: PodSpec, one: JudgedCase, app: JudgedApp) => PodSpec): { readonly broken: JudgedCase } {
  const broken = changed(
    prefix,
    (one) => verdictOn(one) === Verdict.ACCEPTED && picks(one) !== undefined,
    (one) => {
      const app = picks(one);
      return {
        ...one,
        // More pods may come to lie on a node than anybody asked for.
        machines: one.machines.map((it) => ({ ...it, allocatable: { ...it.allocatable, pods: 1000 } })),
        apps: one.apps.map((it) => (it === app ? { ...it, objects: it.objects.map((obj) => withPod(obj, (pod) => change(pod, one, it))) } : it)),
      };
    },
  );
  return { broken };
}

function withPod(obj: Obj, change: (pod: PodSpec) => PodSpec): Obj {
  const copy = structuredClone(obj) as Obj & { spec?: { template?: { spec: PodSpec } } };
  if (copy.spec?.template !== undefined) copy.spec.template.spec = change(copy.spec.template.spec);
  return copy;
}

const flexible = ({ apps }: JudgedCase) => apps.filter((it) => it.availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE);

const accepted =
  (availabilityClass: AvailabilityClass): Picks =>
  ({ apps }) =>
    apps.find(
      (app) =>
        app.availabilityClass === availabilityClass &&
        app.plan.claims.length === 0 &&
        app.plan.spread.value.every((it) => it.hard || it.topologyKey !== 'kubernetes.io/hostname'),
    );

const refusedFor = (code: string) => (one: JudgedCase) => verdictOn(one) === Verdict.REFUSED && one.findings.every((it) => it.code === code);

function strangers({ facts }: JudgedCase, { plan }: JudgedApp): string[] {
  return facts.nodes.filter((it) => plan.placement.value.nodes?.includes(it.name) === false).map((it) => it.name);
}

const elsewhere: Picks = (one) => one.apps.find((app) => app.plan.claims.length === 0 && app.plan.devices.length === 0 && strangers(one, app).length > 0);

/** So small that it goes in everywhere. */
function light(pod: PodSpec): PodSpec {
  return { ...pod, containers: pod.containers.map((it) => ({ ...it, resources: {} })) };
}

function roomy(node: Node): Node {
  return { ...node, allocatable: { cpu: Cpu.cores(1000), memory: Size.tib(10), ephemeralStorage: undefined, pods: 1000 } };
}
