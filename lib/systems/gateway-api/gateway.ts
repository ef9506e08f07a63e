import { Construct } from 'constructs';
import { PodSecurityLevel } from '../../availability/ask/container/security';
import type { ClusterFacts } from '../../cluster/cluster';
import type { GatewayReference, WildcardFacts } from '../../cluster/gateway';
import { found } from '../../cluster/rule';
import type { Manifest } from '../../kubernetes/manifest';
import type { System } from '../../kubernetes/system';
import { needCluster } from '../../kubernetes/tree/context';
import { KubeObject } from '../../kubernetes/tree/kube-object';
import { rememberLine } from '../../kubernetes/tree/line';
import { needFolder, placeIn } from '../../kubernetes/tree/place';
import type { PlacedObject } from '../../kubernetes/tree/placed-objects';
import { haveSystemShape } from '../../kubernetes/tree/props';
import { GATEWAY_API_KINDS } from './kinds';
import { listenersOf, timedRoutes } from './listeners';
import type { GatewayProps, WildcardProps } from './props';
import { type DeclaredGateway, renderClass, renderGateway } from './render';
import {
  GATEWAY_CERTIFICATES,
  GATEWAY_FULL,
  GATEWAY_INVALID,
  GATEWAY_PORT,
  GATEWAY_TIMEOUT_IGNORED,
  GATEWAY_WITHOUT_CLUSTER,
  gatewayFull,
  gatewayInvalid,
  portsClosed,
  timeoutsIgnored,
  twoCertificates,
} from './rules';
import { GATEWAY_PROPS } from './shapes.generated';

/**
 * A Gateway of the Gateway API. Name it in `policy.operators.gateway`, and the HTTP routes of all apps attach to it. Its listeners,
 * their certificates and who may attach follow from these routes.
 */
export class Gateway extends Construct implements GatewayReference {
  /** The name of the Gateway. */
  readonly name: string;
  readonly namespace: string;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    this.name = props?.name ?? id;
    this.namespace = props?.namespace ?? this.name;
    const cluster = needCluster(this, GATEWAY_WITHOUT_CLUSTER, {
      given: 'a Gateway outside a cluster',
      allowed: 'but its listeners follow from the apps of the cluster',
      fix: 'Put it into cluster.control.',
    });
    needFolder(this);
    if (!haveSystemShape(this, cluster, GATEWAY_PROPS, props)) return;
    const gateway: DeclaredGateway = { name: this.name, namespace: this.namespace, props };
    const invalid = [...gatewayInvalid(gateway, cluster.facts.policy.operators?.clusterIssuer)];
    // Even an invalid one exists for its routes: one finding is enough.
    cluster.use(systemOf(gateway));
    if (invalid.length > 0) {
      cluster.contribute({ findings: invalid.map((said) => found(GATEWAY_INVALID, this.node.path, said)) });
      return;
    }
    const facts = () => gatewayFacts(gateway, cluster.facts);
    const { path } = this.node;
    cluster.contribute({
      namespace: { scope: this, name: this.namespace, level: PodSecurityLevel.RESTRICTED },
      check: (plans, externals) => {
        const listeners = listenersOf(path, facts(), plans, externals, cluster.facts);
        return [
          ...[...gatewayFull(listeners)].map((said) => found(GATEWAY_FULL, path, said)),
          ...[...twoCertificates(path, listeners)].map((said) => found(GATEWAY_CERTIFICATES, said.path, said)),
          ...[...portsClosed(gateway, listeners, plans)].map((said) => found(GATEWAY_PORT, path, said)),
          ...[...timeoutsIgnored(gateway, timedRoutes(gateway, plans, externals, cluster.facts))].map((said) => found(GATEWAY_TIMEOUT_IGNORED, path, said)),
        ];
      },
      objects: (plans, externals) =>
        renderGateway(gateway, listenersOf(path, facts(), plans, externals, cluster.facts)).map((manifest) => placed(this, manifest)),
    });
    for (const manifest of renderClass(props)) new KubeObject(this, 'class', manifest);
  }
}

function placed(scope: Gateway, manifest: Manifest): PlacedObject {
  const { kind, metadata } = manifest;
  return { scope, id: kind === 'Gateway' ? 'gateway' : `${kind.toLowerCase()}-${metadata.name}`, manifest };
}

/** What routes must know of it. */
function systemOf(gateway: DeclaredGateway): System {
  return { name: 'Gateway API', kinds: GATEWAY_API_KINDS, gateways: (facts) => [gatewayFacts(gateway, facts)] };
}

function gatewayFacts({ name, namespace, props: { wildcards = [] } }: DeclaredGateway, { policy }: ClusterFacts) {
  return { name, namespace, wildcards: wildcards.map((one) => wildcardFacts(one, policy.operators?.clusterIssuer)) };
}

function wildcardFacts({ host, tls }: WildcardProps, clusterIssuer: string | undefined): WildcardFacts {
  if (tls?.secretName !== undefined) return { host, secretName: tls.secretName };
  const issuer = tls?.issuer ?? clusterIssuer;
  return issuer === undefined ? { host } : { host, issuer };
}
