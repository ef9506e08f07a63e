import type { ChartContent } from '../output';
import { needLines } from './notes';
import type { Values } from './values';

/** What is in it besides apps. */
interface Shown {
  readonly values: Values;
  /** The name of each app in the values, by its path. */
  readonly keys: ReadonlyMap<string, string>;
  readonly hasCrds: boolean;
}

const SECOND = ' A second release that needs a namespace or a PriorityClass that is there already sets `create` to false for it.';
/** Source: Helm documentation, best practices, custom resource definitions. */
const CRDS =
  ' Helm installs what is in `crds/` once, and neither upgrades nor deletes it: apply a newer version with `kubectl apply --server-side --recursive -f crds`.';

/** What people read before they install it. */
export function readmeText(chart: ChartContent, { values, keys, hasCrds }: Shown): string {
  const { name, version, plans, cluster } = chart;
  const needs = needLines(chart);
  const namespace = plans.length > 0 && plans.every(({ ask }) => ask.namespace === plans[0]?.ask.namespace) ? plans[0]?.ask.namespace : undefined;
  return `${[
    `# ${name}`,
    `${chart.description} Version ${version}${cluster === undefined ? '' : `, decided for the cluster ${cluster.name} with Kubernetes ${cluster.facts.controlPlane.version}`}. A program writes this chart: change that, not this folder.`,
    '## Install',
    ['```sh', `helm install ${name} . --namespace default`, `helm upgrade ${name} . --namespace default --reset-then-reuse-values`, '```'].join('\n'),
    'A plain `--reuse-values` keeps the old default values, too: the image of the last version, and none of the new values.',
    `A chart with this one as a dependency has these values below \`${name}\`, and may have \`condition: ${name}.enabled\`.`,
    `Every object names its own namespace${namespace === undefined ? '' : ` (${namespace})`}, so the release may be in any that exists. \`helm uninstall\` leaves claims, namespaces and PriorityClasses.${values.has(['create']) ? SECOND : ''}${hasCrds ? CRDS : ''}`,
    ...(plans.length === 0
      ? []
      : [
          '## Apps',
          table(
            ['app', 'class', 'values'],
            plans.map(({ ask }) => [ask.name, ask.availabilityClass, `\`${keys.get(ask.path)}\``]),
          ),
        ]),
    ...(needs.length === 0 ? [] : ['## What must exist first', needs.join('\n')]),
    '## Values',
    values.isEmpty
      ? 'None.'
      : table(
          ['value', 'default', 'what it is'],
          values.list().map(({ path, leaf }) => [`\`${path.join('.')}\``, `\`${JSON.stringify(leaf.value)}\``, leaf.comment]),
        ),
    'What is no value is a decision: strategy, probes, spread, security, budgets, selectors. `values.schema.json` refuses what would break a class, and says why.',
  ].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
