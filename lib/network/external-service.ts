import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PodSecurityLevel } from '../availability/ask/container/security';
import { checkExternal, type ExternalAsk, type ExternalServiceProps } from '../availability/network/external';
import { familyOf } from '../cluster/cidr';
import { Severity } from '../cluster/finding';
import type { Operators } from '../cluster/policy';
import { renderIngress } from '../kubernetes/ingress';
import { MANAGED_BY, objectLabels } from '../kubernetes/labels';
import type { Manifest, Metadata } from '../kubernetes/manifest';
import { findCluster } from '../kubernetes/tree/context';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { rememberLine } from '../kubernetes/tree/line';
import { report } from '../kubernetes/tree/props';

/** A machine outside the cluster with a name inside it, and optional web addresses through the ingress controller. */
export class ExternalService extends Construct {
  constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, id);
    rememberLine(this);
    const cluster = findCluster(this);
    const name = props?.name ?? id;
    const namespace = props?.namespace ?? (cluster === undefined ? Chart.of(this).namespace : name);
    const ask: ExternalAsk = Object.freeze({ path: this.node.path, name, namespace, props });
    const findings = checkExternal(ask);
    report(this, findings);
    const refused = findings.some((finding) => finding.severity === Severity.ERROR);
    cluster?.contribute({
      ...(refused ? {} : { external: ask }),
      ...(refused || namespace === undefined ? {} : { namespace: { scope: this, name: namespace, level: PodSecurityLevel.RESTRICTED } }),
    });
    if (refused) return;
    for (const manifest of render(ask, cluster?.facts.policy.operators ?? {})) {
      const { kind, metadata } = manifest;
      new KubeObject(this, metadata.name === name ? kind : `${kind}-${metadata.name.slice(name.length + 1)}`, manifest);
    }
  }
}

function render({ name, namespace, props }: ExternalAsk, operators: Operators): Manifest[] {
  const { addresses = [], dnsName, ports, routes: http = [] } = props;
  const metadata = (given: string, labels: Metadata['labels'] = {}): Metadata => ({
    name: given,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...objectLabels(name, undefined), ...labels },
  });
  const families = (['IPv4', 'IPv6'] as const).filter((family) => addresses.some((address) => familyOf(address) === family));
  const service = ports.map(({ name: port, number, servicePort, protocol, appProtocol }) => ({
    name: port,
    port: servicePort ?? number,
    targetPort: number,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  }));
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(name),
      spec:
        dnsName === undefined
          ? { type: 'ClusterIP', ports: service, ...(families.length > 1 ? { ipFamilyPolicy: 'PreferDualStack' } : { ipFamilies: families }) }
          : { type: 'ExternalName', externalName: dnsName, ports: service },
    },
    // Replaces what a selector would find for a Service with pods.
    ...families.map((family) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: metadata(`${name}-${family.toLowerCase()}`, {
        'kubernetes.io/service-name': name,
        'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
      }),
      addressType: family,
      endpoints: [{ addresses: addresses.filter((address) => familyOf(address) === family) }],
      ports: ports.map(({ name: port, number, protocol }) => ({ name: port, port: number, protocol })),
    })),
    ...http.map((entry, index) => {
      const port = ports.find((one) => (entry.port === undefined ? one.speaksHttp : one.name === entry.port));
      const backend = { service: { name, port: { name: port?.name ?? '' } } };
      return renderIngress(metadata(index === 0 ? name : `${name}-${index + 1}`), entry, backend, operators);
    }),
  ];
}
