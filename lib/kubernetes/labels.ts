import { LABEL_PREFIX } from '../cluster/node';

/** The value of the label managed-by on all objects of the library. */
export const MANAGED_BY = 'cdk8s-availability';
/** The class of an app, on its pods: flexible apps spread by it, and alerts and people select by it. */
export const CLASS_LABEL = `${LABEL_PREFIX}/class`;
/** On the one Service of an app by which Prometheus finds its pods. */
export const SCRAPED_LABEL = `${LABEL_PREFIX}/scraped`;

/** On the pods of apps that share data: the app whose data it is. */
export const DATA_LABEL = `${LABEL_PREFIX}/data-of`;

/** The selector of a workload and a Service. It must never change, or Kubernetes refuses the update. */
export function selectorLabels(name: string, instance = name): { readonly [key: string]: string } {
  return { 'app.kubernetes.io/instance': instance, 'app.kubernetes.io/name': name };
}

/** On every object of an app. */
export function objectLabels(name: string, version: string | undefined, instance = name): { readonly [key: string]: string } {
  return {
    ...selectorLabels(name, instance),
    'app.kubernetes.io/managed-by': MANAGED_BY,
    ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
  };
}

/** A version as a label value: tags may be longer, and may begin or end with characters that labels must not. */
export function versionLabel(tag: string | undefined): string | undefined {
  const value = tag
    ?.slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '')
    .replace(/^[^A-Za-z0-9]+/, '');
  return value === undefined || value === '' ? undefined : value;
}
