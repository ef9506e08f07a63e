import type { InitContainer, WorkloadProps } from './app';
import { plainReferences } from './reference/app';

/** Replaces apps in props with plain references. Programs can run without the compiler, so the values may be anything. */
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
