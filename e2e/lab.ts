import { App, Cluster, type ClusterProps, Duration, type Files } from '../lib';
import { cluster, DEFAULTS, worker } from './drills/cluster';

export const NAME = 'lab';

/** Three workers, disks of theirs, and a store that all of them reach. */
const FACTS = cluster(
  ['w1', 'w2', 'w3'].map((name) => worker(name)),
  DEFAULTS,
  {
    storage: {
      classes: [
        { name: 'block', nodeLocal: false, attachable: true, release: { by: 'the store', within: Duration.minutes(1) } },
        { name: 'share', nodeLocal: false, attachable: false, readWriteMany: true },
        { name: 'local', nodeLocal: true },
      ],
    },
  },
);

/** What the library writes for what is declared in this cluster, or one of other facts. */
export function filesOf(declare: (lab: Cluster) => void, props: Partial<ClusterProps> = {}): Files {
  const app = new App({ outdir: '/nowhere' });
  declare(new Cluster(app, NAME, { facts: FACTS, ...props }));
  const { files, findings } = app.build();
  if (findings.length > 0) throw new Error(findings.map(({ code, path, given, allowed }) => `${code} ${path}: ${given}, ${allowed}`).join('\n'));
  return files;
}
