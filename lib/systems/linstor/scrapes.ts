import type { Scrape } from '../../alerts/scrape';

/** Names and ports of the Piraeus operator's manifests. */
const NAMESPACE = 'piraeus-datastore';
const COMPONENT = 'app.kubernetes.io/component';

/** The labels `job` of what the satellites say of DRBD, and of what LINSTOR's controller says. */
export const DRBD_JOB = 'drbd';
export const LINSTOR_JOB = 'linstor';

/** LINSTOR's satellites and its controller. */
export const LINSTOR_SCRAPES: readonly Scrape[] = [
  { job: DRBD_JOB, from: { kind: 'pods', namespace: NAMESPACE, labels: { [COMPONENT]: 'linstor-satellite' }, portName: 'prometheus' } },
  {
    job: LINSTOR_JOB,
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
