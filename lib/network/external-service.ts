import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PodSecurityLevel } from '../availability/ask/container/security';
import type { Port } from '../availability/ask/network/port';
import { leadsTo, plainRoutes } from '../availability/ask/network/route';
import type { AppReference } from '../availability/ask/reference/app';
import { checkExternal, type ExternalAsk, type ExternalServiceProps } from '../availability/network/external';
import { certificatesOf, routeName } from '../availability/network/routes/certificates';
import { planRoutes } from '../availability/network/routes/planned-routes';
import { familyOf } from '../cluster/cidr';
import type { ClusterFacts } from '../cluster/cluster';
import { Severity } from '../cluster/finding';
import { MANAGED_BY, objectLabels } from '../kubernetes/labels';
import type { Manifest, Metadata } from '../kubernetes/manifest';
import { renderRoutes } from '../kubernetes/routes';
import { findCluster } from '../kubernetes/tree/context';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { rememberLine } from '../kubernetes/tree/line';
import { needFolder, placeIn } from '../kubernetes/tree/place';
import type { PlacedObject } from '../kubernetes/tree/placed-objects';
import { report } from '../kubernetes/tree/props';

/** A machine outside the cluster with a name inside it, and optional web addresses. */
export class ExternalService extends Construct implements AppReference {
  /** The name of its Service. */
  readonly name: string;
  /** Undefined in a chart without one. */
  readonly namespace: string | undefined;

  constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    const cluster = findCluster(this);
    const name = textOf(props?.name) ?? id;
    const namespace = textOf(props?.namespace) ?? (cluster === undefined ? Chart.of(this).namespace : name);
    this.name = name;
    this.namespace = namespace;
    const ask: ExternalAsk = Object.freeze({ path: this.node.path, name, namespace, props: plainExternal(props) });
    const findings = checkExternal(ask, cluster?.facts);
    report(this, findings);
    if (findings.some((finding) => finding.severity === Severity.ERROR)) {
      // Apps that need it are right.
      cluster?.contribute({ external: { ...ask, props: { ports: [] } } });
      return;
    }
    cluster?.contribute({
      external: ask,
      ...(namespace === undefined ? {} : { namespace: { scope: this, name: namespace, level: PodSecurityLevel.RESTRICTED } }),
      // What a Gateway listens on is known once all are declared.
      objects: () => (isOfGateway(cluster.facts) ? renderWeb(ask, cluster.facts).map((manifest) => this.placed(manifest, name)) : []),
    });
    const own = isOfGateway(cluster?.facts) ? renderService(ask) : [...renderService(ask), ...renderWeb(ask, cluster?.facts)];
    for (const manifest of own) {
      const placed = this.placed(manifest, name);
      new KubeObject(placed.scope, placed.id, manifest);
    }
  }

  private placed(manifest: Manifest, name: string): PlacedObject {
    const { kind, metadata } = manifest;
    return { scope: this, id: metadata.name === name ? kind : `${kind}-${metadata.name.slice(name.length + 1)}`, manifest };
  }
}

function isOfGateway(facts: ClusterFacts | undefined): boolean {
  return facts?.policy.operators?.gateway !== undefined;
}

/** Programs can run without the compiler, so the values may be anything. */
function textOf(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}

function plainExternal(props: ExternalServiceProps): ExternalServiceProps {
  return props?.routes === undefined ? props : { ...props, routes: plainRoutes(props.routes) };
}

function metadataOf({ name, namespace }: ExternalAsk, given = name, labels: Metadata['labels'] = {}): Metadata {
  return { name: given, ...(namespace === undefined ? {} : { namespace }), labels: { ...objectLabels(name, undefined), ...labels } };
}

function renderWeb(ask: ExternalAsk, facts: ClusterFacts | undefined): Manifest[] {
  const { name, namespace, props } = ask;
  const routes = planRoutes(props.routes ?? [], facts);
  return renderRoutes(routes, {
    name,
    metadataOf: (given) => metadataOf(ask, given),
    backendOf: ({ route }) => ({ service: name, port: props.ports.find(leadsTo(route)) }),
    certificates: certificatesOf([{ namespace, routes, nameOf: (index) => routeName(name, index) }]),
  });
}

function renderService(ask: ExternalAsk): Manifest[] {
  const { addresses = [], dnsName, ports } = ask.props;
  const families = (['IPv4', 'IPv6'] as const).filter((family) => addresses.some((address) => familyOf(address) === family));
  const service = ports.map(servicePort);
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadataOf(ask),
      spec:
        dnsName === undefined
          ? { type: 'ClusterIP', ports: service, ...(families.length > 1 ? { ipFamilyPolicy: 'PreferDualStack' } : { ipFamilies: families }) }
          : { type: 'ExternalName', externalName: dnsName, ports: service },
    },
    // Replaces what a selector would find for a Service with pods.
    ...families.map((family) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: metadataOf(ask, `${ask.name}-${family.toLowerCase()}`, {
        'kubernetes.io/service-name': ask.name,
        'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
      }),
      addressType: family,
      endpoints: [{ addresses: addresses.filter((address) => familyOf(address) === family) }],
      ports: ports.map(({ name: port, number, protocol }) => ({ name: port, port: number, protocol })),
    })),
  ];
}

function servicePort({ name, number, servicePort: exposed, protocol, appProtocol }: Port): object {
  return { name, port: exposed ?? number, targetPort: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
