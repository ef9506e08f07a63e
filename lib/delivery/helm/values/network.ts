import { counted, isDnsName } from '../../../cluster/names';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, nodesAt } from '../nodes';
import { reference } from '../template';
import { all, because } from '../values';
import { HOST, NAME } from './kubernetes';
import { ownPart } from './own-part';

/** How it is reached: types of Services, web addresses, classes, certificates. */
export function markNetwork(app: MarkedApp): void {
  for (const { kind, metadata, ...object } of app.objects) if (kind === 'Service') markService(app, metadata.name, nodeAt(object, 'spec'));
  const ingresses = app.objects.filter(({ kind }) => kind === 'Ingress');
  const group = ingresses.length > 0 ? 'ingress' : 'route';
  const routes = app.objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'TLSRoute');
  const certificates = app.objects.filter(({ kind }) => kind === 'Certificate');
  const texts = new Marked(app, group);
  for (const object of ingresses) {
    const spec = nodeAt(object, 'spec') ?? {};
    for (const rule of nodesAt(spec, 'rules')) texts.hosts(rule, 'host');
    for (const tls of nodesAt(spec, 'tls')) {
      texts.hosts(tls, 'hosts');
      texts.one(tls, 'secretName', 'tlsSecretName', 'The Secret with the certificate.');
    }
    texts.one(spec, 'ingressClassName', 'className', 'The controller that serves it.');
    const annotations = nodeAt(object.metadata, 'annotations') ?? {};
    for (const key of ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'])
      texts.one(annotations, key, 'issuer', `Who issues the certificate (${key}).`);
  }
  for (const object of routes) texts.hosts(nodeAt(object, 'spec') ?? {}, 'hostnames');
  for (const object of certificates) texts.hosts(nodeAt(object, 'spec') ?? {}, 'dnsNames', true);
  texts.declare();
}

/** Texts that are the same value wherever they are the same text. */
class Marked {
  private readonly found: string[] = [];

  constructor(
    private readonly app: MarkedApp,
    private readonly group: string,
  ) {}

  /** @param isKnown only hosts that stand elsewhere, too */
  hosts(node: Node, key: string, isKnown = false): void {
    const given = node[key];
    if (typeof given === 'string') node[key] = this.host(given, isKnown);
    else if (Array.isArray(given)) node[key] = given.map((one) => this.host(String(one), isKnown));
  }

  /** One value for all objects; what differs, or is no name, stays as it is. */
  one(node: Node, key: string, name: string, comment: string): void {
    const { marks, values } = this.app;
    const path = [this.group, name];
    const given = node[key];
    if (typeof given !== 'string' || !isDnsName(given) || (values.has(path) && this.known.get(name) !== given)) return;
    this.known.set(name, given);
    values.leaf(path, { comment, value: given, schema: NAME });
    node[key] = marks.value(reference(path));
  }

  declare(): void {
    const { values } = this.app;
    if (this.found.length > 0) {
      const count = this.found.length;
      values.leaf([this.group, 'hosts'], {
        comment: 'Its web addresses, in this order. Variables may have them, too: see env.',
        value: this.found,
        schema: all(
          { type: 'array', items: HOST },
          because({ minItems: count, maxItems: count }, `${counted(count, 'address', 'addresses')}: each replaces one`),
        ),
      });
    }
    if (values.has([this.group])) values.group([this.group], { comment: 'How it is reached from outside.' });
  }

  private readonly known = new Map<string, string>();

  private host(given: string, isKnown: boolean): string {
    const index = this.found.indexOf(given);
    if (index < 0 && isKnown) return given;
    if (index < 0) this.found.push(given);
    return this.app.marks.value(`(index ${reference([this.group, 'hosts'])} ${index < 0 ? this.found.length - 1 : index})`);
  }
}

function markService({ plan, marks, values }: MarkedApp, name: string, spec: Node | undefined): void {
  if (spec === undefined || typeof spec.type !== 'string' || spec.clusterIP === 'None' || spec.type === 'ExternalName') return;
  const part = ownPart(plan.ask.name, name);
  const group = part === undefined ? 'service' : `service-${part}`;
  values.group([group], { comment: `The Service ${name}.` });
  const types = typesFor(spec);
  values.leaf([group, 'type'], { comment: `One of ${types.join(', ')}.`, value: spec.type, schema: { enum: types } });
  spec.type = marks.value(reference([group, 'type']));
}

/** The types that the API server takes with its other fields. Source: ValidateService in pkg/apis/core/validation. */
function typesFor(spec: Node): readonly string[] {
  const onlyBalanced = ['loadBalancerIP', 'loadBalancerClass', 'loadBalancerSourceRanges', 'allocateLoadBalancerNodePorts', 'healthCheckNodePort'];
  if (onlyBalanced.some((key) => spec[key] !== undefined)) return ['LoadBalancer'];
  const isExternal = spec.externalTrafficPolicy !== undefined || nodesAt(spec, 'ports').some(({ nodePort }) => nodePort !== undefined);
  return isExternal ? ['LoadBalancer', 'NodePort'] : ['ClusterIP', 'NodePort', 'LoadBalancer'];
}
