import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { App, Cluster, DrbdStorage, EnvValue, HelmChart, type HelmChartProps, Image, Port, SinglePodFlexible, Size, Volume } from '../../lib';
import { clusterProps, RESOURCES, textsOf } from '../support';

const DIGEST = `sha256:${'a'.repeat(64)}`;
export const wikiProps = {
  image: Image.of('ghcr.io/example/wiki', '1.0.0', DIGEST),
  resources: RESOURCES,
  env: EnvValue.texts({ TITLE: 'Wiki' }),
  network: { ports: [Port.http(8080)], routes: [{ host: 'wiki.example' }] },
  volumes: [
    Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-replicated' }),
    Volume.config('/themes', { files: { 'page.tmpl': '{{ .Title }}\n' } }),
  ],
};

/** The files of the chart `wiki` of what is declared. */
export function chart(declare: (cluster: Cluster) => HelmChartProps['of'], props: Partial<HelmChartProps> = {}): { readonly [path: string]: string } {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  new HelmChart(cluster, 'wiki', { of: declare(cluster), version: '1.2.3', ...props });
  const own = [...textsOf(app)].filter(([path]) => path.startsWith('lab/charts/wiki/'));
  return Object.fromEntries(own.map(([path, text]) => [path.slice('lab/charts/wiki/'.length), text]));
}

export const wiki = () => chart((cluster) => [new SinglePodFlexible(cluster.workers, 'wiki', wikiProps)]);

interface Node {
  [key: string]: Node;
}

/** The default values but for one, undefined for without it. A path without dots in its keys, or its keys. */
function withValue(files: { readonly [path: string]: string }, path: string | readonly string[], value: unknown): object {
  const values = parse(files['values.yaml'] ?? '') as Node;
  const keys = typeof path === 'string' ? path.split('.') : path;
  const above = keys.slice(0, -1).reduce((node, key) => node[key] as Node, values);
  above[keys.at(-1) ?? ''] = value as Node;
  return JSON.parse(JSON.stringify(values));
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: string): ValidateFunction {
  const validate = validators.get(schema) ?? new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(schema));
  validators.set(schema, validate);
  return validate;
}

/** What the schema of a chart says of a value: what would have been allowed. */
export function refusal(files: { readonly [path: string]: string }, path: string | readonly string[], value: unknown): string {
  const validate = validatorOf(files['values.schema.json'] ?? '{}');
  if (validate(withValue(files, path, value))) return '';
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if')
    .map(({ message, params }) => String(params.allowedValue ?? params.additionalProperty ?? message))
    .join('; ');
}
