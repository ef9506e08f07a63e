import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { App, Cluster, type Plan } from '../../lib';
import { AppConstruct } from '../../lib/apps/app-construct';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { app as homelab } from '../../main';
import { documents } from '../dist';
import type { Obj } from '../kinds';
import { fixtures } from './fixtures';

/** A rule as it stands in a rule file. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Group {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** A cluster with monitoring, as the program writes it. */
export interface Subject {
  readonly name: string;
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  /** Files by the path that their container has them under. With an operator these are the rules alone. */
  readonly prometheus: ReadonlyMap<string, string>;
  readonly alertmanager: ReadonlyMap<string, string>;
  /** What Prometheus is started with. */
  readonly args: readonly string[];
  readonly groups: readonly Group[];
  /** Dashboards of Grafana by file name. */
  readonly dashboards: ReadonlyMap<string, string>;
}

export const PROMETHEUS_FILE = '/etc/prometheus/config/prometheus.yml';
export const RULES = '/etc/prometheus/rules/';
export const ALERTMANAGER_FILE = '/etc/alertmanager/config/alertmanager.yml';

interface WithPods extends Obj {
  readonly spec?: {
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly {
          readonly args?: readonly string[];
          readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
      };
    };
  };
}

type ConfigMap = Obj & { readonly data?: Readonly<Record<string, string>> };

function podOf(objects: readonly Obj[], name: string) {
  const workload = objects.find((it) => (it.kind === 'StatefulSet' || it.kind === 'Deployment') && it.metadata.name === name) as WithPods | undefined;
  return workload?.spec?.template?.spec;
}

/** What a container finds in its ConfigMaps. */
function mounted(objects: readonly Obj[], name: string): Map<string, string> {
  const files = new Map<string, string>();
  const pod = podOf(objects, name);
  for (const volume of pod?.volumes ?? []) {
    const map = objects.find((it) => it.kind === 'ConfigMap' && it.metadata.name === volume.configMap?.name) as ConfigMap | undefined;
    for (const mount of pod?.containers?.flatMap((it) => it.volumeMounts ?? []).filter((it) => it.name === volume.name) ?? [])
      for (const [file, content] of Object.entries(map?.data ?? {})) files.set(join(mount.mountPath, file), content);
  }
  return files;
}

/** With an operator, rules are objects, and it writes the files. */
function operatorRules(objects: readonly Obj[]): Map<string, string> {
  const rules = objects.filter((it) => it.kind === 'PrometheusRule');
  return new Map(rules.map((it) => [`${RULES}${it.metadata.name}.yaml`, JSON.stringify(it.spec)]));
}

function subjectsOf(name: string, app: App): Subject[] {
  const { files, findings } = app.build();
  const [first] = findings;
  if (first !== undefined) throw new Error(`${name} is refused: ${first.code} ${first.path}`);
  return app.node.children
    .filter((it): it is Cluster => it instanceof Cluster)
    .flatMap((cluster) => {
      const objects = [...files]
        .filter(([path]) => path.startsWith(`${cluster.node.path}/monitoring/`) && !path.endsWith('kustomization.yaml'))
        .flatMap(([, content]) => documents(content.toString()));
      const prometheus = new Map([...mounted(objects, 'prometheus'), ...operatorRules(objects)]);
      if (prometheus.size === 0) return [];
      const rules = [...prometheus].filter(([path]) => path.startsWith(RULES));
      return [
        {
          name: name === cluster.node.id ? name : `${name}/${cluster.node.id}`,
          facts: cluster.facts,
          plans: app.node.findAll().flatMap((it) => (it instanceof AppConstruct && it.plan !== undefined && it.node.scopes.includes(cluster) ? [it.plan] : [])),
          prometheus,
          alertmanager: mounted(objects, 'alertmanager'),
          args: podOf(objects, 'prometheus')?.containers?.[0]?.args ?? [],
          groups: rules.flatMap(([, content]) => (parse(content) as { groups: Group[] }).groups),
          dashboards: new Map([...mounted(objects, 'grafana')].filter(([path]) => path.endsWith('.json'))),
        },
      ];
    });
}

const EXAMPLES = resolve(__dirname, '..', '..', 'examples');

function examples(): Subject[] {
  const found: Subject[] = [];
  for (const name of readdirSync(EXAMPLES)) {
    const program = join(EXAMPLES, name, 'main.ts');
    if (!existsSync(program)) continue;
    const { app } = require(program) as { app?: unknown };
    if (app instanceof App) found.push(...subjectsOf(name, app));
  }
  return found;
}

/** The homelab, first; every example that has monitoring; the fixtures. */
export function subjects(): Subject[] {
  const all = [...subjectsOf('homelab', homelab), ...examples(), ...fixtures().flatMap(({ name, app }) => subjectsOf(name, app))];
  const silent = all.find((it) => it.groups.length === 0);
  if (silent !== undefined) throw new Error(`${silent.name}: no rules were found in what it writes`);
  return all;
}
