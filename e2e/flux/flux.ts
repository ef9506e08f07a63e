import type { Api } from '../api';
import type { ControlPlane } from '../control-plane';
import { homelab } from '../dist';
import { condition, isTrue, now, type Obj, type Of } from '../kinds';
import { freePorts } from '../ports';
import type { Program } from '../processes';
import { binary } from '../programs';
import { type Deadline, until } from '../until';

export const kustomizationOf = (folder: string) => `${homelab().cluster}-${folder}`;

/** The real kustomize-controller, and what it says of its Kustomizations. */
export class Flux {
  private constructor(
    private readonly api: Api,
    private readonly controller: Program,
  ) {}

  static async start(plane: ControlPlane): Promise<Flux> {
    const [metrics = 0, health = 0] = await freePorts(2);
    const flags = ['--enable-leader-election=false', '--events-addr=', '--requeue-dependency=2s', '--interval-jitter-percentage=0'];
    const addresses = [`--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`];
    const env = { RUNTIME_NAMESPACE: 'flux-system', KUBECONFIG: plane.kubeconfig };
    return new Flux(plane.api, plane.run(binary('kustomize-controller', 'kustomize-controller'), [...flags, ...addresses], env));
  }

  /** What a person applies once, by hand: everything else follows. */
  async bootstrap(): Promise<void> {
    for (const obj of homelab().objects('flux')) await this.api.must(obj);
  }

  async list(): Promise<Of<'Kustomization'>[]> {
    this.controller.mustRun();
    return this.api.list('Kustomization');
  }

  async get(folder: string): Promise<Of<'Kustomization'>> {
    const found = (await this.list()).find((it) => it.metadata.name === kustomizationOf(folder));
    if (found === undefined) throw new Error(`there is no Kustomization ${kustomizationOf(folder)}`);
    return found;
  }

  /** Waits until these folders are Ready, at this revision if one is given. */
  async ready(folders: readonly string[], deadline: Deadline, revision?: string): Promise<void> {
    await until(`${folders.join(', ')} Ready`, deadline, async () => {
      const open = (await Promise.all(folders.map((it) => this.get(it)))).filter(
        (it) => !(isReady(it) && (revision === undefined || it.status?.lastAppliedRevision === revision)),
      );
      return open.length === 0 || open.map(inWords).join('\n');
    });
  }

  /** Asks for a reconciliation of all folders, as `flux reconcile` does, and waits until each is done. */
  async reconcile(deadline: Deadline): Promise<void> {
    const at = String(Date.now());
    for (const it of await this.list()) await this.api.patch(it, { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': at } } });
    await until('all are reconciled', deadline, async () => {
      const open = (await this.list()).filter((it) => !(it.status?.lastHandledReconcileAt === at && isReady(it)));
      return open.length === 0 || open.map(inWords).join('\n');
    });
  }

  /** The helm-controller, source-controller and operator of Piraeus, played: these objects are well. */
  async markWell(kind: 'HelmRelease' | 'OCIRepository' | 'LinstorCluster'): Promise<void> {
    const type = kind === 'LinstorCluster' ? 'Available' : 'Ready';
    for (const obj of await this.api.list(kind)) {
      const observedGeneration = obj.metadata.generation;
      const well = { type, status: 'True', reason: 'Played', message: 'played', lastTransitionTime: now(), observedGeneration };
      await this.api.patchStatus(obj, { observedGeneration, conditions: [well] });
    }
  }

  /** All objects that Flux says it has applied, as they are now. */
  async inventory(): Promise<Map<string, Obj>> {
    const seen = new Map<string, Obj>();
    for (const { id, v } of (await this.list()).flatMap((it) => it.status?.inventory?.entries ?? [])) {
      const [namespace = '', name = '', group = '', kind = ''] = id.split('_');
      const obj = await this.api.read(group === '' ? v : `${group}/${v}`, kind, namespace === '' ? undefined : namespace, name);
      if (obj !== undefined) seen.set(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`, obj);
    }
    return seen;
  }
}

export const isReady = (it: Of<'Kustomization'>) => isTrue(it, 'Ready') && it.status?.observedGeneration === it.metadata.generation;

export const isApplied = (it: Of<'Kustomization'>) => (it.status?.inventory?.entries ?? []).length > 0;

/** `homelab-worker: DependencyNotReady dependency … is not ready` */
export function inWords(it: Of<'Kustomization'>): string {
  const ready = condition(it, 'Ready');
  const doing = isTrue(it, 'Reconciling') ? ` (${condition(it, 'Reconciling')?.message})` : '';
  return `${it.metadata.name}: ${ready === undefined ? 'no state yet' : `${ready.reason} ${ready.message}`}${doing}`;
}
