import { Construct } from 'constructs';
import { KubeObject } from '../kubernetes/tree/kube-object';
import { haveShape } from '../kubernetes/tree/props';
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

/** An IngressClass, which Ingress objects refer to by name. */
export class IngressClass extends Construct {
  constructor(scope: Construct, id: string, props: IngressClassProps) {
    super(scope, id);
    if (!haveShape(this, INGRESS_CLASS_PROPS, props)) return;
    new KubeObject(this, 'ingress-class', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: props.name ?? id, ...(props.isDefault === true ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {}) },
      spec: { controller: props.controller },
    });
  }
}
