import { JOB } from '../../alerts/jobs';
import type { ClusterFacts } from '../../cluster/cluster';
import { usesLinstor } from '../linstor';
import type { Scrape } from './scrape';

/** LINSTOR's controller and satellites under the Piraeus operator: names and ports of its manifests. */
const NAMESPACE = 'piraeus-datastore';
const COMPONENT = 'app.kubernetes.io/component';

export function linstorScrapes(facts: ClusterFacts): readonly Scrape[] {
  if (!usesLinstor(facts)) return [];
  return [
    { job: JOB.DRBD, from: { kind: 'pods', namespace: NAMESPACE, labels: { [COMPONENT]: 'linstor-satellite' }, portName: 'prometheus' } },
    {
      job: JOB.LINSTOR,
      honorLabels: true,
      from: {
        kind: 'service',
        host: `linstor-controller.${NAMESPACE}.svc`,
        namespace: NAMESPACE,
        labels: { [COMPONENT]: 'linstor-controller' },
        port: { name: 'api', number: 3370 },
      },
    },
  ];
}
