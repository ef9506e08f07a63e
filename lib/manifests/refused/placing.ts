import { itemsOf, missing, numberOf, type Part, partOf, type Refusal, refusal, shown, textOf } from './refusal';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const KEY = 'a label of nodes, such as kubernetes.io/hostname';

/** What of the placing of a pod the API server refuses. */
export function* placingOf(spec: Part): Iterable<Refusal> {
  for (const one of itemsOf(partOf(spec, 'tolerations'))) yield* toleration(one);
  yield* spreads(itemsOf(partOf(spec, 'topologySpreadConstraints')));
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const preferred = itemsOf(partOf(spec, 'affinity', kind, PREFERRED)).map((one) => partOf(one, 'podAffinityTerm'));
    for (const term of [...itemsOf(partOf(spec, 'affinity', kind, REQUIRED)), ...preferred]) {
      const key = partOf(term, 'topologyKey');
      if (key.value === undefined || key.value === '') yield missing(key, KEY);
    }
  }
  const terms = partOf(spec, 'affinity', 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
  if (partOf(spec, 'affinity', 'nodeAffinity', REQUIRED).value !== undefined && itemsOf(terms).length === 0) yield missing(terms, 'at least one term');
  for (const term of itemsOf(terms)) for (const one of itemsOf(partOf(term, 'matchExpressions'))) yield* expression(one);
}

/** Source: ValidateTolerations in kubernetes/pkg/apis/core/validation. */
function* toleration(one: Part): Iterable<Refusal> {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => partOf(one, name)) as [Part, Part, Part, Part];
  if (textOf(key) === undefined && operator.value !== 'Exists')
    yield refusal(operator, shown(operator.value), 'Exists, because there is no key', 'Write operator: Exists, or a key.');
  else if (operator.value === 'Exists' && textOf(value) !== undefined)
    yield refusal(operator, `Exists with the value ${shown(value.value)}`, 'no value with Exists', 'Remove the value, or write operator: Equal.');
  if (partOf(one, 'tolerationSeconds').value !== undefined && effect.value !== 'NoExecute')
    yield refusal(effect, shown(effect.value), 'NoExecute, because there are tolerationSeconds', 'Write effect: NoExecute.');
}

/** Source: validateTopologySpreadConstraints in kubernetes/pkg/apis/core/validation. */
function* spreads(constraints: readonly Part[]): Iterable<Refusal> {
  const seen = new Map<string, Part>();
  for (const one of constraints) {
    const [maxSkew, key, when, least] = ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'minDomains'].map((name) => partOf(one, name)) as [
      Part,
      Part,
      Part,
      Part,
    ];
    if (maxSkew.value === undefined || Number(maxSkew.value) < 1) yield refusal(maxSkew, shown(maxSkew.value), 'a number of at least 1', 'Write it.');
    if (textOf(key) === undefined) yield missing(key, KEY);
    if (textOf(when) === undefined) yield missing(when, 'DoNotSchedule or ScheduleAnyway');
    if (least.value !== undefined && (numberOf(least) ?? 1) < 1) yield refusal(least, shown(least.value), 'a number of at least 1', 'Correct it.');
    else if (least.value !== undefined && when.value === 'ScheduleAnyway')
      yield refusal(least, shown(least.value), 'it only with whenUnsatisfiable: DoNotSchedule', 'Remove it.');
    if (textOf(key) === undefined || textOf(when) === undefined) continue;
    const both = `${key.value} ${when.value}`;
    const first = seen.get(both);
    if (first !== undefined) yield refusal(first, `a spread over ${key.value} with ${when.value}, and another one`, 'one', 'Remove one of the two.');
    seen.set(both, one);
  }
}

/** Source: ValidateNodeSelectorRequirement in kubernetes/pkg/apis/core/validation. */
function* expression(one: Part): Iterable<Refusal> {
  const [operator, values] = [partOf(one, 'operator'), partOf(one, 'values')];
  const count = itemsOf(values).length;
  switch (operator.value) {
    case 'In':
    case 'NotIn':
      if (count === 0) yield missing(values, 'at least one value');
      return;
    case 'Gt':
    case 'Lt':
      if (count !== 1) yield refusal(values, `${count} values`, 'one number', 'Write one.');
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) yield refusal(values, shown(values.value), `no values with ${operator.value}`, 'Remove them, or write operator: In.');
      return;
    case undefined:
      yield missing(operator, 'an operator');
  }
}
