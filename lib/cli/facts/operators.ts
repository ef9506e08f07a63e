import { listed } from '../../cluster/names';
import { textAt, textsAt } from '../../manifests/objects';
import { type Field, type Fields, fields, literal } from './code';
import { nameOf, type Shown } from './objects';

/** What a Deployment is for, by the name that its chart or its makers give it. */
function isCalled(deployment: Shown, ...names: readonly string[]): boolean {
  const labels = textsAt(deployment, 'metadata', 'labels');
  const called = [nameOf(deployment), labels['app.kubernetes.io/name'], labels.app, labels['k8s-app']];
  return names.some((name) => called.includes(name));
}

const INGRESS = ['traefik', 'ingress-nginx', 'ingress-nginx-controller', 'haproxy-ingress', 'kubernetes-ingress', 'contour', 'envoy-gateway'];
const PROMETHEUS_OPERATOR = ['prometheus-operator', 'kube-prometheus-stack-operator', 'kube-prometheus-stack-prometheus-operator'];

/** What the Deployments of the cluster say of it. */
export interface OperatorCode {
  readonly code: Fields;
  readonly names: readonly string[];
}

/** Undefined: nothing is known of them. @param isK3s it brings metrics-server and a load balancer itself */
export function operatorsOf(deployments: readonly Shown[], isK3s: boolean): OperatorCode | undefined {
  const named = (...names: readonly string[]) => deployments.find((one) => isCalled(one, ...names));
  const namespace = (one: Shown | undefined) => textAt(one, 'metadata', 'namespace');
  const ingress = namespace(named(...INGRESS));
  const prometheus = named(...PROMETHEUS_OPERATOR);
  const release = prometheus === undefined ? undefined : textsAt(prometheus, 'metadata', 'labels').release;
  const monitoring = namespace(prometheus) ?? namespace(named('prometheus', 'prometheus-server'));
  const metrics = named('metrics-server');
  const metallb =
    named('metallb-controller') ?? named('metallb') ?? deployments.find((one) => isCalled(one, 'controller') && namespace(one) === 'metallb-system');
  const secrets = [
    ...(named('external-secrets') === undefined ? [] : ['External Secrets']),
    ...(named('sealed-secrets', 'sealed-secrets-controller') === undefined ? [] : ['Sealed Secrets']),
  ];
  const found: (Field | undefined)[] = [
    ingress === undefined ? undefined : { key: 'ingressNamespace', value: literal(ingress) },
    monitoring === undefined ? undefined : { key: 'monitoringNamespace', value: literal(monitoring) },
    prometheus === undefined
      ? undefined
      : {
          key: 'prometheusOperator',
          value: release === undefined ? fields([]) : fields([{ key: 'labels', value: fields([{ key: 'release', value: literal(release) }]) }]),
        },
    metrics === undefined || isK3s ? undefined : { key: 'metricsServer', value: 'true' },
    metallb === undefined ? undefined : { key: 'loadBalancer', value: 'LoadBalancer.METALLB' },
    named('external-dns') === undefined ? undefined : { key: 'dns', value: literal('external-dns') },
    secrets.length === 0 ? undefined : { key: 'secrets', value: literal(listed(secrets)) },
    named('cert-manager') === undefined
      ? undefined
      : { about: ['cert-manager is here: name its ClusterIssuer (kubectl get clusterissuers), for certificates of web addresses: clusterIssuer.'] },
  ];
  if (found.every((one) => one === undefined)) return undefined;
  return { code: fields(found), names: metallb === undefined ? [] : ['LoadBalancer'] };
}
