import type { Construct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { OtherWorkload } from '../availability/ask/workload';
import { checkShape } from '../cluster/shape';
import { needCluster } from '../kubernetes/tree/context';
import { placeIn } from '../kubernetes/tree/place';
import { pluginAgent, resourceName } from './agent';
import type { GenericDevicePluginProps } from './props';
import { checkDevices, pluginTwice, WITHOUT_CLUSTER } from './rules';
import { GENERIC_DEVICE_PLUGIN_PROPS } from './shapes.generated';

const NAME = 'generic-device-plugin';

/**
 * Gives the `devices` of the nodes to pods as extended resources (github.com/squat/generic-device-plugin): apps of the cluster
 * that use one with `Volume.device` then request it, mount no host path, and need no privileges for it. Put it into `cluster.workers`.
 */
export class GenericDevicePlugin extends AppConstruct {
  constructor(scope: Construct, id: string, props: GenericDevicePluginProps = {}) {
    placeIn(scope, id);
    const outside = {
      given: 'a device plugin outside a cluster',
      allowed: 'but the facts of the cluster say what the devices are',
      fix: 'Put it into cluster.workers.',
    };
    const cluster = needCluster(scope, WITHOUT_CLUSTER, outside, `${scope.node.path}/${id}`);
    const misshapen = checkShape(GENERIC_DEVICE_PLUGIN_PROPS, props, `${scope.node.path}/${id}`);
    const sound = misshapen.length === 0 ? props : {};
    const agent = pluginAgent(sound, cluster.facts, []);
    super(
      scope,
      id,
      { availabilityClass: OtherWorkload.NODE_AGENT, props: agent, ...(agent.critical === undefined ? {} : { critical: agent.critical }) },
      { follow: (plans) => pluginAgent(sound, cluster.facts, plans) },
    );
    cluster.misshapen(misshapen);
    const isSecond = cluster.systems.some(({ name }) => name === NAME);
    if (isSecond) cluster.contribute({ findings: [pluginTwice(this.node.path)] });
    else cluster.use({ name: NAME, deviceResource: resourceName, check: checkDevices });
  }
}
