import { changesOfDecided } from '../../../apps/render/decided';
import { judgeFields } from '../../../apps/render/judge-fields';
import { refusals } from '../../../apps/render/judge-refused';
import type { Finding } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { partAt } from '../../../cluster/parts';
import { found, type RuleRecord } from '../../../cluster/rule';
import { pointerKeys } from '../../../kubernetes/json-pointer';
import type { Manifest } from '../../../kubernetes/manifest';
import type { ChartContent } from '../../output';
import type { ChartValue } from '../chart-value';
import type { MarkedApp } from '../marked-app';
import { copyOf, type Node } from '../nodes';
import { HELM_VALUE_DECIDED, HELM_VALUE_INVALID } from '../rules';
import { reference } from '../template';
import { contradicted, edgesOf, schemaOf } from './limits';

interface In {
  readonly chart: ChartContent;
  readonly refuse: (finding: Finding) => void;
}

/** What the program says is a value, too. */
export function markMore(app: MarkedApp, manifests: readonly Manifest[], { chart, refuse }: In): void {
  for (const value of chart.values.filter(({ of }) => of.node.path === app.plan.ask.path)) {
    const wrong = (rule: RuleRecord, at: string, allowed: string, fix: string) =>
      refuse(found(rule, chart.path, { given: `the value ${value.name} of ${app.plan.ask.name}${at}`, allowed, fix }));
    const [kind = '', name] = value.object.split('/');
    const targets = manifests.filter((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
    const [target] = targets;
    if (target === undefined || targets.length > 1) {
      const all = manifests.map((one) => `${one.kind}/${one.metadata.name}`);
      wrong(HELM_VALUE_INVALID, ` in ${value.object}`, `but the app has ${listed(all)}`, 'Name one of them.');
      continue;
    }
    const at = ` at ${value.path} in the ${kind} ${target.metadata.name}`;
    const said = against(app, value, target, chart);
    for (const { rule = HELM_VALUE_INVALID, allowed, fix } of said) wrong(rule, at, allowed, fix);
    if (said.length === 0) mark(app, value, app.objects[manifests.indexOf(target)]);
  }
}

interface Against {
  readonly rule?: RuleRecord;
  readonly allowed: string;
  readonly fix: string;
}

/** Why it cannot be a value: the first thing that is wrong. */
function against(app: MarkedApp, value: ChartValue, target: Manifest, { cluster }: ChartContent): readonly Against[] {
  const keys = pointerKeys(value.path);
  const now = partAt(target, ...keys);
  if (!/^[A-Za-z]\w*$/.test(value.name)) return [{ allowed: 'but templates name it by letters, digits and "_"', fix: 'Rename it.' }];
  if (app.values.has([value.name])) return [{ allowed: `but ${value.name} is a value already`, fix: 'Rename it.' }];
  if (!isSimple(now)) return [{ allowed: `but ${now === undefined ? 'there is nothing' : 'there is no text, number, boolean, or list of them'}`, fix: LOOK }];
  const object = app.objects.find(({ kind, metadata }) => kind === target.kind && metadata.name === target.metadata.name);
  if (JSON.stringify(partAt(object, ...keys)) !== JSON.stringify(now))
    return [{ allowed: 'but this is a value already', fix: 'Remove it: values.yaml has the other one.' }];
  const decided = [...changesOfDecided(app.plan, target.kind, target, withPart(target, keys, otherThan(now)))];
  if (decided.length > 0)
    return decided.map(([fix]) => ({ rule: HELM_VALUE_DECIDED, allowed: 'but the class, the facts and the props decide that, and no value may', fix }));
  if (target.kind === 'ConfigMap') return [{ allowed: 'but configFiles replaces what is in it', fix: 'Remove it.' }];
  const limits = contradicted(value, now);
  if (limits !== undefined) return [limits];
  return edgesOf(value, now).flatMap((edge) => {
    const changed = withPart(target, keys, edge);
    return [...refusals(changed), ...judgeFields(changed, cluster?.facts)].map(({ given, allowed, fix }) => ({
      allowed: `with ${given}, ${allowed}`,
      fix: `Allow less. ${fix}`,
    }));
  });
}

const LOOK = 'Check the path in the object in dist/.';

function mark({ marks, values }: MarkedApp, value: ChartValue, object: Node | undefined): void {
  const keys = [...pointerKeys(value.path)];
  const last = keys.pop() ?? '';
  const parent = partAt(object, ...keys);
  const now = partAt(parent, last);
  if (!isSimple(now)) return;
  values.leaf([value.name], { comment: value.comment.replaceAll(/\s+/g, ' '), value: now, schema: schemaOf(value, now) });
  (parent as Node)[last] = marks.value(reference([value.name]));
}

/** A map could get keys that are decided elsewhere. */
function isSimple(value: unknown): boolean {
  return Array.isArray(value) ? value.every((one) => typeof one !== 'object' && one !== null) : ['string', 'number', 'boolean'].includes(typeof value);
}

/** The same object with another value there. */
function withPart(object: Manifest, keys: readonly string[], value: unknown): unknown {
  const copy = copyOf(object);
  const parent = partAt(copy, ...keys.slice(0, -1)) as Node;
  parent[keys.at(-1) ?? ''] = value;
  return copy;
}

function otherThan(now: unknown): unknown {
  if (Array.isArray(now)) return [...now, 'other'];
  if (typeof now === 'boolean') return !now;
  return typeof now === 'number' ? now + 1 : `${now} other`;
}
