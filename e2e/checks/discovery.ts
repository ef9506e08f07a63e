import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import type { Report } from '../../lib';
import type { Api } from '../api';
import { type Group, none } from '../checks';
import { binary } from '../programs';

const run = promisify(execFile);
const NAMESPACE = 'monitoring';
const LOOK_SECONDS = 5;

/** What promtool prints of a target; without labels it was dropped. */
interface Target {
  readonly labels: { readonly [name: string]: string };
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly kubernetes_sd_configs?: readonly object[];
  readonly [field: string]: unknown;
}

/** What our Prometheus would ask, found by its own discovery with its own rights. Nothing is asked: the machines are played. */
export async function checkDiscovery(check: Group, api: Api, report: Report, work: string): Promise<void> {
  const looker = await Looker.of(api, work);
  for (const [job, port] of [
    ['node-exporter', 9100],
    ['kubelet', 10250],
    ['kubelet-resources', 10250],
  ] as const) {
    await check(`discovery: ${job} on every node, by name`, 60, async () => {
      const found = (await looker.targets(job)).map(({ labels }) => `${labels.node} :${labels.__address__?.split(':').pop()}`);
      const wanted = report.nodes.map(({ name }) => `${name} :${port}`);
      none(wanted.filter((one) => !found.includes(one)).map((one) => `${one} is not found`));
      none(found.filter((one) => !wanted.includes(one)).map((one) => `${one} is found, but is nobody`));
      return found.join(', ');
    });
  }
  await check('discovery: apps with metrics, each pod once, on the port that they say', 60, async () => {
    // Traefik's own labels are kept: it calls by them what it leads to.
    const found = await looker.targets('apps-honoring-labels');
    const traefik = found.filter(({ labels }) => labels.namespace === 'traefik' && labels.app === 'traefik');
    none(found.filter((one) => !traefik.includes(one)).map(({ labels }) => `${JSON.stringify(labels)} is no app with metrics`));
    none(traefik.filter(({ labels }) => !labels.__address__?.endsWith(':9100')).map(({ labels }) => `${labels.__address__} is another port`));
    const pods = new Set(traefik.map(({ labels }) => labels.pod));
    if (pods.size !== 2 || traefik.length !== 2) throw new Error(`${traefik.length} targets of ${pods.size} pods, and there are 2`);
    return [...pods].join(', ');
  });
  await check('discovery: without its rights it finds nothing', 60, async () => {
    const found = await new Looker(api, work, 'nobody', looker.config).targets('node-exporter');
    if (found.length > 0) throw new Error(`${found.length} targets for nobody`);
    return undefined;
  });
}

/** promtool with the configuration and the token of the Prometheus that was applied. */
class Looker {
  static async of(api: Api, work: string): Promise<Looker> {
    const map = (await api.get('ConfigMap', NAMESPACE, 'prometheus-etc-prometheus-config')) as
      | { readonly data?: { readonly [file: string]: string } }
      | undefined;
    const answer = await api.request('POST', `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/prometheus/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 600 },
    });
    const { token } = (answer.body as { readonly status?: { readonly token?: string } } | undefined)?.status ?? {};
    if (token === undefined) throw new Error(`no token for Prometheus: ${answer.message}`);
    return new Looker(api, work, token, map?.data?.['prometheus.yml'] ?? '');
  }

  constructor(
    private readonly api: Api,
    private readonly work: string,
    private readonly token: string,
    readonly config: string,
  ) {}

  async targets(job: string): Promise<readonly Target[]> {
    const { scrape_configs } = parse(this.config) as { readonly scrape_configs: readonly ScrapeConfig[] };
    const wanted = scrape_configs.find((one) => one.job_name === job);
    if (wanted === undefined) throw new Error(`no job ${job}`);
    // Where Prometheus is in the cluster it knows the server and has the token; files that are only there are left out.
    const { authorization, tls_config, scheme, ...rest } = wanted;
    const server = { api_server: this.api.url, authorization: { credentials: this.token }, tls_config: { insecure_skip_verify: true } };
    const found = rest.kubernetes_sd_configs?.map((one) => ({ ...one, ...server }));
    const file = join(this.work, `discovery-${job}.yml`);
    writeFileSync(file, stringify({ scrape_configs: [{ ...rest, kubernetes_sd_configs: found }] }), { mode: 0o600 });
    const { stdout } = await run(binary('promtool', 'prometheus'), ['check', 'service-discovery', `--timeout=${LOOK_SECONDS}s`, file, job]);
    const targets = JSON.parse(stdout) as readonly { readonly labels?: Target['labels'] }[];
    return targets.flatMap(({ labels }) => (labels === undefined || Object.keys(labels).length === 0 ? [] : [{ labels }]));
  }
}
