import type { InitContainer, WorkloadProps } from './app';
import { plainRoutes } from './network/route';
import { plainReference, plainReferences } from './reference/app';

/** Replaces apps in props with plain references. Programs can run without the compiler, so the values may be anything. */
export function plainProps<P extends WorkloadProps>(props: P): P {
  const attached = Array.isArray(props?.network?.routes) && props.network.routes.some((route) => route?.gateways !== undefined);
  if (props?.dependsOn === undefined && props?.initContainers === undefined && props?.placement?.beside === undefined && !attached) return props;
  return {
    ...props,
    ...(props.dependsOn === undefined ? {} : { dependsOn: plainReferences(props.dependsOn) }),
    ...(props.placement?.beside === undefined ? {} : { placement: { ...props.placement, beside: plainReference(props.placement.beside) } }),
    ...(Array.isArray(props.initContainers) ? { initContainers: props.initContainers.map(plainInit) } : {}),
    ...(attached ? { network: { ...props.network, routes: plainRoutes(props.network?.routes ?? []) } } : {}),
  };
}

function plainInit(init: InitContainer): InitContainer {
  return init?.waitsFor === undefined ? init : { ...init, waitsFor: plainReferences(init.waitsFor) };
}
