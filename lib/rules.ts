import { OBJECT_RULES } from './apps/rules';
import { ROOMS } from './availability/decide';
import { ACCEPTANCE_RULES } from './availability/fleet/check-acceptances';
import { FLEET_RULES } from './availability/fleet/rules';
import { EXTERNAL_RULES } from './availability/network/external';
import { APP_NOTES } from './availability/report/app-notes';
import { NOTES } from './availability/report/notes';
import { CHANGE_RECORDS } from './changes/rules';
import { CLI_RULES } from './cli/rules';
import type { RuleRecord } from './cluster/rule';
import { FACTS_RULES } from './cluster/rules/check-facts';
import { SHAPE_RULES } from './cluster/shape-rules';
import { ORDER_CIRCLE, ORDER_NOT_KEPT } from './delivery/folder-order';
import { CHART_KINDS_LATE, NAMESPACE_LATE } from './delivery/lent';
import { RAW_BEYOND_NODES } from './delivery/raw-room';
import { RAW_AGAINST_CLASS, RAW_WORKLOAD } from './delivery/raw-rules';
import { CHART_ORDER } from './delivery/releases';
import { DELIVERY_RULES } from './delivery/rules';
import { DELIVERY_DEADLOCK } from './delivery/waits';
import { DEVICE_PLUGIN_RULES } from './devices/rules';
import { FAILURE_RULES } from './failures/objectives';
import { KIND_KNOWN } from './kubernetes/kinds';
import { ID_TAKEN, OBJECT_WITHOUT_FOLDER } from './kubernetes/tree/place';
import { RENDERED_EARLY } from './kubernetes/tree/placed-objects';
import { REFUSED_RULES } from './manifests/refused/refused';
import { MANIFEST_RULES } from './manifests/rules';
import { MONITORING_RECORDS } from './monitoring/rules/rules';
import { INGRESS_CLASS_INVALID, INGRESS_CLASS_RETIRED } from './network/ingress-class';
import { CHART_RULES } from './systems/flux/rules';
import { CHART_VALUES_RULES } from './systems/flux/values-rules';
import { GATEWAY_RULES } from './systems/gateway-api/rules';
import { LINSTOR_NOTES } from './systems/linstor/notes';
import { LINSTOR_RULES, WITHOUT_CLUSTER } from './systems/linstor/rules';

/** The record of every rule of the library: pages, types and tests follow from them. A code may have several records, with the same texts. */
export const RULES: readonly RuleRecord[] = [
  ...SHAPE_RULES,
  ...FACTS_RULES,
  ...ROOMS.flatMap(({ ask = [], plan = [] }): readonly RuleRecord[] => [...ask, ...plan]),
  ...EXTERNAL_RULES,
  ...FLEET_RULES,
  ...FAILURE_RULES,
  ...NOTES,
  ...APP_NOTES,
  ...ACCEPTANCE_RULES,
  ...MONITORING_RECORDS,
  RENDERED_EARLY,
  ID_TAKEN,
  OBJECT_WITHOUT_FOLDER,
  KIND_KNOWN,
  ...OBJECT_RULES,
  INGRESS_CLASS_INVALID,
  INGRESS_CLASS_RETIRED,
  ...CHART_RULES,
  ...CHART_VALUES_RULES,
  ...GATEWAY_RULES,
  ...DEVICE_PLUGIN_RULES,
  ...LINSTOR_RULES,
  ...LINSTOR_NOTES,
  WITHOUT_CLUSTER,
  ...DELIVERY_RULES,
  ORDER_CIRCLE,
  ORDER_NOT_KEPT,
  NAMESPACE_LATE,
  CHART_KINDS_LATE,
  CHART_ORDER,
  DELIVERY_DEADLOCK,
  RAW_WORKLOAD,
  RAW_BEYOND_NODES,
  RAW_AGAINST_CLASS,
  ...CHANGE_RECORDS,
  ...MANIFEST_RULES,
  ...REFUSED_RULES,
  ...CLI_RULES,
];
