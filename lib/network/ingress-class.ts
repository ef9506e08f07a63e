import { Construct } from 'constructs';
import { Severity } from '../cluster/finding';
import { isDnsName } from '../cluster/names';
import { found, type RuleRecord, type Said } from '../cluster/rule';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { rememberLine } from '../kubernetes/tree/line';
import { needFolder, placeIn } from '../kubernetes/tree/place';
import { haveShape, report } from '../kubernetes/tree/props';
import { INGRESS_CLASS_PROPS } from './shapes.generated';

/** Which controller serves the Ingress objects of a class. */
export interface IngressClassProps {
  /** @default - the construct's id */
  readonly name?: string;
  /** The name that the controller gives itself: `traefik.io/ingress-controller`. */
  readonly controller: string;
  /** Also serves Ingress objects that name no class. @default false */
  readonly isDefault?: boolean;
}

/** What the API server refuses of it. */
export const INGRESS_CLASS_INVALID: RuleRecord = {
  code: 'INGRESS-CLASS-INVALID',
  severity: Severity.ERROR,
  means: 'an IngressClass with a name or a controller that Kubernetes refuses',
  fix: 'write the controller as it names itself: `traefik.io/ingress-controller`',
};

/** ValidateIngressClass in pkg/apis/networking/validation, and IsDomainPrefixedPath. */
function* invalid(name: string, controller: string): Iterable<Said> {
  if (!isDnsName(name)) yield { given: `the name "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Give it another id, or set name.' };
  const [domain = '', ...path] = controller.split('/');
  if (controller.length > 250 || !isDnsName(domain) || !/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path.join('/')))
    yield {
      given: `the controller "${controller}"`,
      allowed: 'but a controller has a domain, "/" and a path, in at most 250 characters',
      fix: 'Write it as it names itself, like traefik.io/ingress-controller.',
    };
}

/** Sources: kubernetes.io/blog/2025/11/11/ingress-nginx-retirement; Traefik, provider kubernetesIngressNGINX, serves classes of that name. */
const RETIRED_CONTROLLER = 'k8s.io/ingress-nginx';

export const INGRESS_CLASS_RETIRED: RuleRecord = {
  code: 'INGRESS-CLASS-RETIRED',
  severity: Severity.WARNING,
  means: 'an IngressClass of ingress-nginx, which has had no fixes since March 2026, not even for security',
  fix: 'move to Traefik or to a Gateway, or accept it if something else serves the class',
};

function* retired(controller: string): Iterable<Said> {
  if (controller !== RETIRED_CONTROLLER) return;
  yield {
    given: `the controller ${controller}`,
    allowed: 'but ingress-nginx has had no fixes since March 2026, not even for security',
    fix: 'Move to Traefik or to a Gateway, or accept it with the reason, such as that Traefik serves this class.',
  };
}

/** An IngressClass, which Ingress objects refer to by name. */
export class IngressClass extends Construct {
  constructor(scope: Construct, id: string, props: IngressClassProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    needFolder(this);
    if (!haveShape(this, INGRESS_CLASS_PROPS, props)) return;
    const wrong = [...invalid(props.name ?? id, props.controller)].map((said) => found(INGRESS_CLASS_INVALID, this.node.path, said));
    report(this, wrong);
    if (wrong.length > 0) return;
    report(
      this,
      [...retired(props.controller)].map((said) => found(INGRESS_CLASS_RETIRED, this.node.path, said)),
    );
    new KubeObject(this, 'ingress-class', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: props.name ?? id, ...(props.isDefault === true ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {}) },
      spec: { controller: props.controller },
    });
  }
}
