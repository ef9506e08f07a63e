import { DURATION, NODE_ROLE } from '../../../cluster/facts-shape';
import { Architecture } from '../../../cluster/node';
import { instance, list, mapOf, oneOf, optional, record, text } from '../../../cluster/shape';
import type { RbacProps, RbacRule } from '../access';
import type { PlacementProps } from '../app';
import { DnsPolicy, type DnsProps, type HostAlias, type PreStop } from '../pod';

export const PRE_STOP = instance<PreStop>('a PreStop', 'PreStop.sleep(…)', { time: optional(DURATION), command: list(text) });

export const HOST_ALIASES = list(record<HostAlias>({ ip: text, hostnames: list(text) }));

export const DNS = record<DnsProps>({
  policy: optional(oneOf('DnsPolicy', DnsPolicy)),
  nameservers: optional(list(text)),
  searches: optional(list(text)),
  options: optional(mapOf(text)),
});

const RULES = list(
  record<RbacRule>({
    apiGroups: optional(list(text)),
    resources: optional(list(text)),
    resourceNames: optional(list(text)),
    nonResourceURLs: optional(list(text)),
    verbs: list(text),
  }),
);

export const RBAC = record<RbacProps>({
  rules: optional(RULES),
  clusterRules: optional(RULES),
  clusterRoles: optional(list(text)),
  serviceAccount: optional(text),
});

export const PLACEMENT = record<PlacementProps>({
  role: optional(NODE_ROLE),
  architectures: optional(list(oneOf('Architecture', Architecture))),
  sites: optional(list(text)),
  nodes: optional(list(text)),
});
