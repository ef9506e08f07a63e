import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Cluster, Duration, HelmChart, HighlyAvailable, Image, SinglePodFlexible, SinglePodPinned, Size, Volume, type WorkloadProps } from '../../lib';
import { Output } from '../dist';
import { app, cluster, DEFAULTS, worker } from '../drills/cluster';

const NAME = 'lab';
const FACTS = cluster(
  ['w1', 'w2', 'w3'].map((name) => worker(name)),
  DEFAULTS,
  {
    storage: {
      classes: [
        { name: 'block', nodeLocal: false, attachable: true, release: { by: 'the store', within: Duration.minutes(1) } },
        { name: 'local', nodeLocal: true },
      ],
    },
  },
);

const props = (name: string, storageClass?: string): WorkloadProps => ({
  ...app({ image: Image.of(`registry.example/${name}`, '1.0.0') }),
  volumes: storageClass === undefined ? [] : [Volume.data('/data', { size: Size.gib(1), storageClass })],
});

/** A cluster with an app of each class, and one more in the namespace of the first; each has a chart. */
export function releases(root: string): { readonly output: Output; readonly chart: (name: string) => string } {
  const program = new App({ outdir: '/nowhere' });
  const lab = new Cluster(program, NAME, { facts: FACTS });
  const apps = {
    wiki: new SinglePodFlexible(lab.workers, 'wiki', props('wiki', 'block')),
    scan: new SinglePodPinned(lab.workers, 'scan', { ...props('scan', 'local'), node: { name: 'w1', reason: 'the scanner is there' } }),
    web: new HighlyAvailable(lab.workers, 'web', props('web')),
    notes: new SinglePodFlexible(lab.workers, 'notes', { ...props('notes'), namespace: 'wiki' }),
  };
  for (const [name, one] of Object.entries(apps)) new HelmChart(lab, `chart-${name}`, { of: [one], version: '1.0.0', name });
  const { files, findings } = program.build();
  if (findings.length > 0) throw new Error(JSON.stringify(findings, undefined, 2));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return { output: new Output(root, NAME), chart: (name) => join(root, NAME, 'charts', name) };
}
