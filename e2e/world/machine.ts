import type { ReportNode } from '../../lib';
import { type Answer, type Api, accepted, Unanswered } from '../api';
import { called, isTrue, now, type Obj, type Of } from '../kinds';
import { offeredBy } from './devices';
import { references } from './references';
import { claimsOf, needsNoAttachment, uniqueName, type View } from './view';

/** `nodeStatusUpdateFrequency` of the kubelet. Only with it the list of volumes in use is told, and a mount waits for that. */
const STATUS_MS = 10_000;
/** The pauses of a kubelet that cannot renew its lease: the first, and the longest. Source: `backoffEnsureLease` in k8s.io/component-helpers. */
const RETRY_MS = { first: 200, longest: 7_000 };
/** Where a kubelet answers, by default. */
const KUBELET_PORT = 10250;
/** `terminationGracePeriodSeconds`, the API's default. */
export const GRACE_SECONDS = 30;

/** How fast the played containers are; the lease as the kubelet's `nodeLeaseDurationSeconds`. */
export interface Pace {
  readonly leaseSeconds: number;
  readonly startSeconds: number;
  readonly stopSeconds: number;
  /** Apps that ignore SIGTERM, and are killed when their grace period is over. @default - none */
  readonly stubborn?: readonly string[];
  /** Apps whose readiness probe asks the Service of another app, which is alone in a namespace of its name. @default - none */
  readonly asks?: { readonly [app: string]: string };
}

export const PACE: Pace = { leaseSeconds: 40, startSeconds: 1, stopSeconds: 1 };

enum State {
  UP,
  /** It runs, and the API server does not hear it. */
  CUT,
  SHUTTING_DOWN,
  OFF,
}

enum Phase {
  MOUNTING,
  STARTING,
  READY,
  STOPPING,
  STOPPED,
}

/** A pod as its machine knows it, whatever the API server thinks. */
interface Local {
  pod: Of<'Pod'>;
  phase: Phase;
  /** When the phase began. */
  since: number;
  /** Unique names of the volumes that it mounts. */
  volumes: readonly string[];
  /** A phase that the API server has not been told of. */
  untold: boolean;
  /** The API server did not hear of it at once: the kubelet tries again at its next tick. */
  missed?: boolean;
  /** What its readiness probe said last, if that asks another app. */
  probed?: Probed;
}

interface Probed {
  readonly ready: boolean;
  /** Probes in a row that have failed. */
  readonly failed: number;
  readonly nextAt: number;
}

/** Before the first probe of a container it is not ready. */
const UNPROBED: Probed = { ready: false, failed: 0, nextAt: 0 };
/** `periodSeconds` and `failureThreshold` of a probe, the API's defaults. */
const PROBE = { periodSeconds: 10, failureThreshold: 3 };

/**
 * A machine with its kubelet, played as the control plane sees it: lease, node status, volumes in use, pods that wait for
 * their volumes, start, become ready, get their grace period, and outlive the API server.
 *
 * Not imitated: containers, images, probes (a pod is ready some seconds after its start, and once the app answers that its probe asks), restarts of single containers,
 * priorities of a graceful shutdown, evictions for pressure, what a device plugin takes back, back-off after a failed mount, and the volumes
 * that a kubelet finds again after a crash: it begins with none in use.
 */
export class Machine {
  private readonly pods = new Map<string, Local>();
  private readonly waiting = new Map<string, string>();
  private state = State.UP;
  /** When the lease is to be renewed, and the pause after the last try if that failed. */
  private renewAt = 0;
  private pause = 0;
  /** The last tick of the kubelet's clock for statuses. */
  private ticked: number;
  private started = 0;

  constructor(
    private readonly api: Api,
    readonly node: ReportNode,
    private readonly index: number,
    private readonly pace: Pace,
  ) {
    // No two kubelets beat as one.
    this.ticked = Date.now() - STATUS_MS * Math.random();
  }

  get name(): string {
    return this.node.name;
  }

  /** The address of a node in the played network. */
  get address(): string {
    return `192.168.1.${10 + this.index}`;
  }

  /** Whether clients and the API server reach it. */
  get reachable(): boolean {
    return this.state === State.UP;
  }

  /** Pods whose containers run here, whatever the API server thinks, by uid. */
  get running(): ReadonlyMap<string, Of<'Pod'>> {
    // A step may still be under way when the power goes.
    if (this.off) return new Map();
    const on = [...this.pods].filter(([, it]) => it.phase === Phase.STARTING || it.phase === Phase.READY || it.phase === Phase.STOPPING);
    return new Map(on.map(([uid, it]) => [uid, it.pod]));
  }

  /** The pods of those that answer: a container that starts anew does not yet, whatever its last status says. */
  get answering(): readonly string[] {
    return [...this.pods].filter(([uid, it]) => this.running.has(uid) && it.phase !== Phase.STARTING).map(([uid]) => uid);
  }

  private get off(): boolean {
    return this.state === State.OFF;
  }

  /** What keeps pods from starting, in words. */
  get complaints(): readonly string[] {
    return [...this.waiting.values()];
  }

  /** Everything stops at once, as without power. */
  crash(): void {
    this.state = State.OFF;
    this.pods.clear();
  }

  /** No packet gets out any more; what runs here runs on. */
  cut(): void {
    this.state = State.CUT;
  }

  /** The link is back, or the power. What ran before a crash is started anew if the API server still wants it here. */
  async back(): Promise<void> {
    const wasOff = this.off;
    if (wasOff) {
      // A kubelet that begins. One that was cut off keeps its clocks: it finds out at its next try.
      this.pods.clear();
      this.renewAt = 0;
      this.pause = 0;
      this.ticked = Date.now();
    }
    this.state = State.UP;
    if (wasOff) await this.tellNode([], 'True');
  }

  /** `systemctl poweroff` with the kubelet's graceful shutdown: all pods are ended, and then it is off. */
  async shutDown(): Promise<void> {
    this.state = State.SHUTTING_DOWN;
    await this.tellNode(this.inUse(), 'False', 'node is shutting down');
    for (const local of this.pods.values()) this.enter(local, Phase.STOPPING);
  }

  async join(): Promise<void> {
    const { node } = this;
    const labels = { 'kubernetes.io/hostname': node.name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...node.labels };
    // Without the annotation the attach-detach controller leaves a node alone.
    const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    const obj: Obj = { apiVersion: 'v1', kind: 'Node', metadata: { name: node.name, labels, annotations }, spec: { taints: node.taints.map(taint) } };
    const answer = await this.api.create(obj);
    if (answer.status !== 201) throw new Error(`Node ${node.name}: ${answer.message}`);
    const { cpuMillis, memoryBytes, ephemeralStorageBytes, pods } = node;
    const room = { cpu: `${cpuMillis}m`, memory: `${memoryBytes}`, 'ephemeral-storage': `${ephemeralStorageBytes ?? '40Gi'}`, pods: `${pods}` };
    await this.api.patchStatus(obj, {
      capacity: room,
      allocatable: room,
      addresses: [{ type: 'InternalIP', address: this.address }],
      daemonEndpoints: { kubeletEndpoint: { Port: KUBELET_PORT } },
    });
    await this.renew(true);
    this.renewAt -= this.pace.leaseSeconds * 250 * Math.random();
    await this.tellNode([], 'True');
  }

  /** One look at the world, and what follows from it. The view is undefined when the API server does not answer. */
  async step(view: View | undefined, answers: (app: string) => boolean): Promise<void> {
    if (this.off) return;
    await this.renew(this.hears(view) !== undefined);
    const ticks = this.tick();
    // The power or the link may go during every wait.
    const heard = this.hears(view);
    if (heard !== undefined) {
      this.takeUp(heard);
      for (const local of this.pods.values()) this.probe(local, answers);
      if (ticks) await this.report(heard);
    }
    await this.advance(view, ticks);
    if (this.state === State.SHUTTING_DOWN && this.pods.size === 0) this.crash();
  }

  private hears(view: View | undefined): View | undefined {
    return this.state === State.CUT || this.state === State.OFF ? undefined : view;
  }

  /** Whether the clock for statuses ticks; it runs on whether anybody hears or not. */
  private tick(): boolean {
    const periods = Math.floor((Date.now() - this.ticked) / STATUS_MS);
    this.ticked += periods * STATUS_MS;
    return periods > 0;
  }

  private async renew(hears: boolean): Promise<void> {
    if (Date.now() < this.renewAt) return;
    const renewed = hears && (await this.tellLease());
    this.pause = renewed ? 0 : Math.min(Math.max(RETRY_MS.first, 2 * this.pause), RETRY_MS.longest);
    // A quarter of the duration: `nodeLeaseRenewIntervalFraction` of the kubelet.
    this.renewAt = Date.now() + (renewed ? this.pace.leaseSeconds * 250 : this.pause);
  }

  private async tellLease(): Promise<boolean> {
    const renewTime = new Date().toISOString().replace('Z', '000Z');
    const spec = { holderIdentity: this.name, leaseDurationSeconds: this.pace.leaseSeconds, renewTime };
    const lease: Obj = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: this.name, namespace: 'kube-node-lease' }, spec };
    try {
      return accepted(await this.api.apply(lease));
    } catch (error) {
      if (error instanceof Unanswered) return false;
      throw error;
    }
  }

  /** Begins with new pods, and ends those that are unwanted here. */
  private takeUp(view: View): void {
    const mine = view.pods.filter((it) => it.spec?.nodeName === this.name);
    const wanted = new Set(mine.map((it) => it.metadata.uid));
    for (const pod of mine) {
      const uid = pod.metadata.uid ?? '';
      const local = this.pods.get(uid);
      const leaving = pod.metadata.deletionTimestamp !== undefined;
      if (local !== undefined) local.pod = pod;
      if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') continue;
      if (local === undefined) {
        if (this.state === State.SHUTTING_DOWN) continue;
        // A pod that was running before a crash is not ready until it is again; one that is leaving has nothing left to end.
        this.pods.set(uid, {
          pod,
          phase: leaving ? Phase.STOPPED : Phase.MOUNTING,
          since: Date.now(),
          volumes: [],
          untold: leaving || pod.status?.phase === 'Running',
        });
      } else if (leaving && local.phase < Phase.STOPPING) {
        this.enter(local, local.phase === Phase.MOUNTING ? Phase.STOPPED : Phase.STOPPING);
      }
    }
    // Deleted by force: the API server has forgotten them, their containers have not ended.
    for (const [uid, local] of this.pods) if (!wanted.has(uid) && local.phase < Phase.STOPPING) this.enter(local, Phase.STOPPING);
  }

  private async advance(seen: View | undefined, ticks: boolean): Promise<void> {
    this.waiting.clear();
    for (const [uid, local] of this.pods) {
      if (this.off) return;
      const view = this.hears(seen);
      const seconds = (Date.now() - local.since) / 1000;
      if (local.phase === Phase.MOUNTING && view !== undefined) {
        const missing = await this.missing(view, local);
        if (missing === undefined) this.enter(local, Phase.STARTING);
        else this.waiting.set(uid, `${called(local.pod)}: ${missing}`);
      } else if (local.phase === Phase.STARTING && seconds >= this.pace.startSeconds) {
        this.enter(local, Phase.READY);
      } else if (local.phase === Phase.STOPPING && seconds >= this.stopSeconds(local.pod)) {
        this.enter(local, Phase.STOPPED);
      }
      if (local.untold && (local.missed !== true || ticks)) {
        if (view !== undefined) await this.tellPod(local);
        local.missed = local.untold;
      }
      if (local.phase === Phase.STOPPED && !local.untold) this.pods.delete(uid);
    }
  }

  /** The readiness probe of an app that asks another one. Source: pkg/kubelet/prober/worker.go. */
  private probe(local: Local, answers: (app: string) => boolean): void {
    const asked = this.asks(local);
    const { ready, failed: before, nextAt } = local.probed ?? UNPROBED;
    if (asked === undefined || local.phase !== Phase.READY || Date.now() < nextAt) return;
    const { periodSeconds, failureThreshold } = { ...PROBE, ...local.pod.spec?.containers[0]?.readinessProbe };
    const failed = answers(asked) ? 0 : before + 1;
    local.probed = { ready: failed === 0 || (ready && failed < failureThreshold), failed, nextAt: Date.now() + periodSeconds * 1000 };
    if (local.probed.ready !== ready) Object.assign(local, { untold: true, missed: false });
  }

  private asks({ pod }: Local): string | undefined {
    return this.pace.asks?.[appOf(pod)];
  }

  private isReady(local: Local): boolean {
    return local.phase === Phase.READY && (this.asks(local) === undefined || local.probed?.ready === true);
  }

  private stopSeconds(pod: Of<'Pod'>): number {
    const { metadata, spec } = pod;
    const grace = metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? GRACE_SECONDS;
    const stubborn = this.pace.stubborn?.includes(appOf(pod)) === true;
    return stubborn ? grace : Math.min(this.pace.stopSeconds, grace);
  }

  private enter(local: Local, phase: Phase): void {
    Object.assign(local, { phase, since: Date.now(), missed: false, untold: phase !== Phase.MOUNTING && phase !== Phase.STOPPING });
  }

  private async missing(view: View, local: Local): Promise<string | undefined> {
    const { pod } = local;
    const { namespace } = pod.metadata;
    const status = view.nodes.get(this.name)?.status;
    const attachable = claimsOf(pod)
      .filter((claim) => !needsNoAttachment(view, pod, claim))
      .map((claim) => ({ claim, name: uniqueName(view, pod, claim) }));
    local.volumes = attachable.flatMap((it) => it.name ?? []);
    for (const { claim, name } of attachable) {
      if (name === undefined) return `PersistentVolumeClaim ${claim} is not bound`;
      if (!(status?.volumesInUse ?? []).includes(name)) return `PersistentVolumeClaim ${claim} is not yet told to be in use`;
      if (!(status?.volumesAttached ?? []).some((it) => it.name === name)) return `PersistentVolumeClaim ${claim} is not attached`;
    }
    for (const { kind, name } of pod.spec === undefined ? [] : references(pod.spec)) {
      if ((await this.api.get(kind, namespace, name)) === undefined) return `${kind} ${name} is missing`;
    }
    return undefined;
  }

  private inUse(): string[] {
    const mounted = [...this.pods.values()].filter((it) => it.phase !== Phase.STOPPED);
    return [...new Set(mounted.flatMap((it) => it.volumes))].sort();
  }

  /** At a tick: the node status if something has changed, and pods of which the API server believes something else. */
  private async report(view: View): Promise<void> {
    if (this.state === State.SHUTTING_DOWN) return;
    // The status manager of the kubelet looks as often whether the API server still believes what it was told.
    for (const local of this.pods.values()) if (this.isReady(local) && !isTrue(local.pod, 'Ready')) local.untold = true;
    const known = view.nodes.get(this.name);
    const volumes = this.inUse();
    const current = [...(known?.status?.volumesInUse ?? [])].sort();
    if (known === undefined || !isTrue(known, 'Ready') || volumes.join() !== current.join()) await this.tellNode(volumes, 'True');
  }

  private async tellNode(volumesInUse: readonly string[], ready: string, message = 'played'): Promise<void> {
    const time = { lastHeartbeatTime: now(), lastTransitionTime: now() };
    const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({ type, status: 'False', reason: 'Played', ...time }));
    const conditions = [{ type: 'Ready', status: ready, reason: ready === 'True' ? 'KubeletReady' : 'KubeletNotReady', message, ...time }, ...pressures];
    await this.api.patchStatus(this.self, { conditions, volumesInUse }, 'strategic-merge');
  }

  private get self(): Obj {
    return { apiVersion: 'v1', kind: 'Node', metadata: { name: this.name } };
  }

  private async tellPod(local: Local): Promise<void> {
    const { pod, phase } = local;
    const { status, message } = await this.tell(local);
    // Gone, or another of the same name: then nobody is left to be told.
    if (status === 0 || status === 429 || status >= 500) return;
    if (status >= 400 && status !== 404 && status !== 409) throw new Error(`${called(pod)}: ${message}`);
    const offered = phase === Phase.READY ? offeredBy(pod) : undefined;
    if (offered !== undefined) await this.api.patchStatus(this.self, { capacity: offered, allocatable: offered }, 'strategic-merge');
    local.untold = false;
  }

  private tell(local: Local): Promise<Answer> {
    const { pod, phase } = local;
    if (phase !== Phase.STOPPED) return this.api.patchStatus(pod, this.podStatus(pod, this.isReady(local)), 'strategic-merge');
    if (this.state === State.SHUTTING_DOWN && pod.metadata.deletionTimestamp === undefined) return this.tellShutdown(pod);
    return this.tellGone(pod);
  }

  /** A Job learns how its pod ended before the pod is gone, and waits for that. Source: pkg/kubelet/kubelet_pods.go, generateAPIPodStatus. */
  private async tellGone(pod: Of<'Pod'>): Promise<Answer> {
    if (pod.spec?.restartPolicy === 'Never') {
      const answer = await this.api.patchStatus(pod, { phase: 'Failed' }, 'strategic-merge');
      if (!accepted(answer)) return answer;
    }
    return this.api.remove(pod, 0);
  }

  private podStatus(pod: Of<'Pod'>, ready: boolean): object {
    if (ready) this.started += 1;
    const ip = pod.status?.podIP ?? `10.42.${this.index}.${10 + (this.started % 240)}`;
    const is = (type: string, status: boolean) => ({ type, status: status ? 'True' : 'False', lastTransitionTime: now() });
    const containerStatuses = pod.spec?.containers.map(({ name, image }) => ({
      ...{ name, image, imageID: '', ready, started: ready, restartCount: 0 },
      state: { running: { startedAt: now() } },
    }));
    const conditions = [is('Initialized', true), is('ContainersReady', ready), is('Ready', ready)];
    return { phase: 'Running', conditions, containerStatuses, podIP: ip, podIPs: [{ ip }], startTime: pod.status?.startTime ?? now() };
  }

  /** What the kubelet says of a pod that it ended for a shutdown. Source: pkg/kubelet/nodeshutdown. */
  private tellShutdown(pod: Of<'Pod'>): Promise<Answer> {
    const message = 'Pod was terminated in response to imminent node shutdown.';
    const disruption = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message, lastTransitionTime: now() };
    const is = (type: string) => ({ type, status: 'False', lastTransitionTime: now() });
    return this.api.patchStatus(
      pod,
      { phase: 'Failed', reason: 'Terminated', message, conditions: [is('Ready'), is('ContainersReady'), disruption] },
      'strategic-merge',
    );
  }
}

const appOf = ({ metadata }: Of<'Pod'>) => metadata.labels?.['app.kubernetes.io/name'] ?? '';

/** `key=value:Effect` as an object. */
function taint(text: string): { key: string; value?: string; effect: string } {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(.+)$/.exec(text) ?? [];
  if (key === undefined || effect === undefined) throw new Error(`not a taint: ${text}`);
  return value === undefined ? { key, effect } : { key, value, effect };
}
