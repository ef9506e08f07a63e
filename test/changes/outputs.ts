import type { Finding } from '../../lib/cluster/finding';
import { App } from '../../lib/delivery/app';
import { Cluster, type ClusterProps } from '../../lib/delivery/cluster';
import { byFolder } from '../../lib/delivery/disk/by-folder';
import { compare } from '../../lib/delivery/last/compare';
import type { LastTree } from '../../lib/delivery/last/tree';
import { forFlux } from '../../lib/delivery/targets/flux-annotations';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { renderYaml } from '../../lib/kubernetes/yaml';
import { DrbdStorage } from '../../lib/systems/linstor/drbd-storage';
import { clusterProps, drbdOf, type LabProps } from '../support';

/** An output: texts by path below the output folder. */
export type Output = ReadonlyMap<string, string>;

/** What is dangerous about the change from one output to another. @param root the output folder in its Git repository */
export function dangers(before: Output, after: Output, root?: string): readonly Finding[] {
  const tree: LastTree = {
    ...(root === undefined ? {} : { root }),
    paths: [...before.keys()],
    isSame: (path, content) => before.get(path) === content.toString(),
    read: (paths) => new Map(paths.map((path) => [path, Buffer.from(before.get(path) ?? '')])),
  };
  const files = new Map([...after].map(([path, text]) => [path, Buffer.from(text)]));
  return compare(tree, byFolder(files)).dangers.map(({ finding }) => finding);
}

/** Objects of the folder `worker`, which Flux applies. */
export function objects(...all: readonly Manifest[]): Output {
  return new Map([
    ['lab/worker/all.yaml', renderYaml(all.map(forFlux))],
    ['lab/flux/kustomization-worker.yaml', 'kind: Kustomization\n'],
  ]);
}

const FLUX = { url: 'https://git.example/lab.git' };

export interface ProgramProps extends Omit<Partial<ClusterProps>, 'facts'> {
  readonly facts?: LabProps;
  readonly name?: string;
  /** As a version of the library wrote it that did not tell Flux what to keep. @default false */
  readonly isOlder?: boolean;
}

/** What a program writes. */
export function program(declare: (cluster: Cluster) => void, { facts = {}, name = 'lab', isOlder = false, ...props }: ProgramProps = {}): Output {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, name, { facts: clusterProps(facts), flux: FLUX, ...props });
  const drbd = drbdOf(facts);
  if (drbd !== undefined) new DrbdStorage(cluster.storage, 'drbd', drbd);
  declare(cluster);
  const { files, findings } = app.build();
  if (findings.length > 0) throw new Error(findings.map(({ code, given, allowed }) => `${code}: ${given}, ${allowed}`).join('\n'));
  const output = new Map([...files].map(([path, content]) => [path, content.toString()]));
  return isOlder ? older(output) : output;
}

/** Without the annotations that tell Flux what to keep and what to replace. */
export function older(output: Output): Output {
  return new Map(
    [...output].map(([path, text]) => [path, text.replaceAll(/^ {4}kustomize\.toolkit.*\n/gm, '').replaceAll(/^ {2}annotations:\n(?! {4})/gm, '')]),
  );
}
