import { join } from 'node:path';
import { HelmChart, HighlyAvailable, Image, SinglePodFlexible, SinglePodPinned, Size, Volume, type WorkloadProps } from '../../lib';
import { Output } from '../dist';
import { app } from '../drills/cluster';
import { place } from '../files';
import { filesOf, NAME } from '../lab';

const props = (name: string, storageClass?: string): WorkloadProps => ({
  ...app({ image: Image.of(`registry.example/${name}`, '1.0.0') }),
  volumes: storageClass === undefined ? [] : [Volume.data('/data', { size: Size.gib(1), storageClass })],
});

/** A cluster with an app of each class, and one more in the namespace of the first; each has a chart. */
export function releases(root: string): { readonly output: Output; readonly chart: (name: string) => string } {
  const files = filesOf((lab) => {
    const apps = {
      wiki: new SinglePodFlexible(lab.workers, 'wiki', props('wiki', 'block')),
      scan: new SinglePodPinned(lab.workers, 'scan', { ...props('scan', 'local'), node: { name: 'w1', reason: 'the scanner is there' } }),
      web: new HighlyAvailable(lab.workers, 'web', props('web')),
      notes: new SinglePodFlexible(lab.workers, 'notes', { ...props('notes'), namespace: 'wiki' }),
    };
    for (const [name, one] of Object.entries(apps)) new HelmChart(lab, `chart-${name}`, { of: [one], version: '1.0.0', name });
  });
  place(root, files);
  return { output: new Output(root, NAME), chart: (name) => join(root, NAME, 'charts', name) };
}
