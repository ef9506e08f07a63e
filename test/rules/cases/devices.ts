import { Chart } from 'cdk8s';
import { App, Cluster, GenericDevicePlugin, type NodeProps, SinglePodPinned } from '../../../lib';
import { Allow } from '../../../lib/availability/ask/container/security';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import type { Finding } from '../../../lib/cluster/finding';
import { appProps, clusterProps, control, factsOf, worker } from '../../support';
import { type Cases, ofClass, thrown } from '../case';

const STICK = { name: 'stick', path: '/dev/stick', group: 20 };
const plugged = (...devices: NonNullable<NodeProps['devices']>) => [worker('w1', { devices }), worker('w2'), worker('w3')];
const USES = { volumes: [Volume.device('stick')], security: { allow: [Allow.devices('it opens the stick')] } };

/** What stands against a cluster with such devices and with what is declared, notes too. */
const cluster = (devices: NonNullable<NodeProps['devices']>, declare: (cluster: Cluster) => void) => (): readonly Finding[] => {
  const lab = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: { ...clusterProps(), nodes: [...plugged(...devices), control('c1')] } });
  declare(lab);
  const { open, notes } = lab.verdict();
  return [...open, ...notes];
};
const plugin = ({ workers }: Cluster, id = 'devices') => new GenericDevicePlugin(workers, id);
const using = (allow: Allow) => (lab: Cluster) => {
  plugin(lab);
  new SinglePodPinned(lab.workers, 'radio', appProps({ ...USES, security: { allow: [allow] } }));
};

export const DEVICE_CASES = {
  'DEVICE-PLUGIN-WITHOUT-CLUSTER': {
    fires: thrown(() => new GenericDevicePlugin(new Chart(new App(), 'own'), 'devices')),
    silent: thrown(() => new GenericDevicePlugin(new Cluster(new App(), 'lab', { facts: clusterProps() }).workers, 'devices')),
  },
  'DEVICE-PLUGIN-WITHOUT-DEVICES': { fires: cluster([], plugin), silent: cluster([STICK], plugin) },
  'DEVICE-PLUGIN-TWICE': {
    fires: cluster([STICK], (lab) => [plugin(lab), plugin(lab, 'more')]),
    silent: cluster([STICK], plugin),
  },
  'DEVICE-PLUGIN-NAME': { fires: cluster([{ ...STICK, name: 'Z-Wave_' }], plugin), silent: cluster([{ ...STICK, name: 'Z-Wave_' }], () => undefined) },
  'DEVICE-PRIVILEGED': {
    fires: cluster([STICK], using(Allow.privileged('it opens the stick'))),
    silent: cluster([STICK], using(Allow.devices('it opens it'))),
  },
  'DEVICE-WITHOUT-GROUP': ofClass(AvailabilityClass.SINGLE_POD_PINNED)(
    [USES, factsOf(plugged({ ...STICK, group: undefined }))],
    [{ ...USES, security: { ...USES.security, groups: [20] } }, factsOf(plugged({ ...STICK, group: undefined }))],
  ),
} satisfies Cases;
