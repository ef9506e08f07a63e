import type { InitContainer, WorkloadProps } from './app';
import { plainReferences } from './reference';

/** Props in which apps are named by plain data. Programs of the user's may run uncompiled, so they may be anything. */
export function plainProps<P extends WorkloadProps>(props: P): P {
  if (props?.dependsOn === undefined && props?.initContainers === undefined) return props;
  return {
    ...props,
    ...(props.dependsOn === undefined ? {} : { dependsOn: plainReferences(props.dependsOn) }),
    ...(Array.isArray(props.initContainers) ? { initContainers: props.initContainers.map(plainInit) } : {}),
  };
}

function plainInit(init: InitContainer): InitContainer {
  return init?.waitsFor === undefined ? init : { ...init, waitsFor: plainReferences(init.waitsFor) };
}
