import { LABEL_PREFIX } from '../cluster/node';

/** Whom the objects of the library say they are managed by. */
export const MANAGED_BY = 'cdk8s-availability';
/** The class of an app, on its pods: what flexible apps keep apart by, and what alerts and people ask for. */
export const CLASS_LABEL = `${LABEL_PREFIX}/class`;
/** On the one Service of an app by which Prometheus finds its pods. */
export const SCRAPED_LABEL = `${LABEL_PREFIX}/scraped`;

/** On the pods of apps that share data: the app whose data it is. */
export const DATA_LABEL = `${LABEL_PREFIX}/data-of`;

/** What a workload and a Service find the pods by. Never changes, or Kubernetes refuses the update. */
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

/** A version as a label value: tags may be longer, and have characters at their ends that labels may not. */
export function versionLabel(tag: string | undefined): string | undefined {
  const value = tag
    ?.slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, '')
    .replace(/^[^A-Za-z0-9]+/, '');
  return value === undefined || value === '' ? undefined : value;
}
