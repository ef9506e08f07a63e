import { EnvValue } from '../../availability/ask/container/env';
import { Probe } from '../../availability/ask/container/health';
import { Port } from '../../availability/ask/network/port';
import { Volume } from '../../availability/ask/volume/volume';
import type { SinglePodFlexibleProps } from '../../availability/ask/workload';
import { NodeRole } from '../../cluster/node';
import { Cpu, Duration, Size } from '../../cluster/units';
import { renderConfigYaml } from '../../kubernetes/yaml';
import { IMAGES } from '../images';
import { ALERTMANAGER, PROMETHEUS } from '../names';
import type { GrafanaProps } from '../props';

/** The user of its image (its Dockerfile). */
const GRAFANA_USER = 472;
const PROVISIONING = '/etc/grafana/provisioning';
const ADMIN = '/etc/grafana/admin';
const DASHBOARDS = '/etc/grafana/dashboards';
/** What dashboards name the data source by. */
export const DATASOURCE_UID = 'prometheus';

/** What Grafana is made of. */
export interface GrafanaPart {
  readonly namespace: string;
  readonly props: GrafanaProps;
  /** Its host has a certificate. */
  readonly secure: boolean;
  readonly scrapeSeconds: number;
  /** JSON by file name. */
  readonly dashboards: { readonly [file: string]: string };
}

/** Grafana without state: data sources and dashboards are files, so any pod can replace another. */
export function grafana({ namespace, props, secure, scrapeSeconds, dashboards }: GrafanaPart): SinglePodFlexibleProps {
  const { secretName, host, tls } = props;
  const off = (...names: string[]) => Object.fromEntries(names.map((name) => [name, EnvValue.of('false')]));
  return {
    namespace,
    image: IMAGES.grafana,
    // grafana/grafana issue 123017: 180 to 330 MiB when idle, under 300 without compression; slow queries go above.
    resources: { cpu: Cpu.millis(50), memory: Size.mib(256), memoryLimit: Size.mib(512), ephemeralStorage: Size.mib(64) },
    placement: { role: NodeRole.MONITORING },
    env: {
      // Its image's script reads variables of such names from files (packaging/docker/run.sh).
      GF_SECURITY_ADMIN_USER__FILE: EnvValue.of(`${ADMIN}/admin-user`),
      GF_SECURITY_ADMIN_PASSWORD__FILE: EnvValue.of(`${ADMIN}/admin-password`),
      ...(host === undefined ? {} : { GF_SERVER_ROOT_URL: EnvValue.of(`${secure ? 'https' : 'http'}://${host}`) }),
      // Its image's script would write logs to a folder of the image.
      GF_LOG_MODE: EnvValue.of('console'),
      // Plugins that it renews by itself would be written into the image's own files.
      GF_PLUGINS_PREINSTALL_DISABLED: EnvValue.of('true'),
      ...off(
        'GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
        'GF_ANALYTICS_CHECK_FOR_UPDATES',
        'GF_ANALYTICS_REPORTING_ENABLED',
        'GF_NEWS_NEWS_FEED_ENABLED',
        'GF_PLUGINS_PREINSTALL_AUTO_UPDATE',
        'GF_SERVER_ENABLE_GZIP',
      ),
    },
    network: { ports: [Port.http(3000)], allowFrom: [], ...(host === undefined ? {} : { routes: [{ host, ...(tls === undefined ? {} : { tls }) }] }) },
    health: { readiness: Probe.http('/api/health'), usualStart: Duration.seconds(20) },
    volumes: [
      Volume.scratch('/var/lib/grafana', Size.mib(256)),
      Volume.scratch('/tmp', Size.mib(64)),
      Volume.secret(ADMIN, { secretName, keys: ['admin-password', 'admin-user'] }),
      Volume.config(`${PROVISIONING}/datasources`, {
        files: { 'datasources.yaml': renderConfigYaml(datasources(namespace, scrapeSeconds)) },
      }),
      Volume.config(`${PROVISIONING}/dashboards`, { files: { 'dashboards.yaml': renderConfigYaml(PROVIDERS) } }),
      Volume.config(DASHBOARDS, { files: dashboards, reloads: true }),
    ],
    security: { user: GRAFANA_USER },
  };
}

function datasources(namespace: string, scrapeSeconds: number): unknown {
  const common = { access: 'proxy', editable: false };
  return {
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'Prometheus',
        uid: DATASOURCE_UID,
        type: 'prometheus',
        url: `http://${PROMETHEUS}.${namespace}.svc:9090`,
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: `${scrapeSeconds}s`, prometheusType: 'Prometheus', alertmanagerUid: ALERTMANAGER },
        ...common,
      },
      {
        name: 'Alertmanager',
        uid: ALERTMANAGER,
        type: 'alertmanager',
        url: `http://${ALERTMANAGER}.${namespace}.svc:9093`,
        jsonData: { implementation: 'prometheus' },
        ...common,
      },
    ],
  };
}

const PROVIDERS = {
  apiVersion: 1,
  providers: [{ name: 'availability', folder: 'Availability', type: 'file', allowUiUpdates: false, updateIntervalSeconds: 60, options: { path: DASHBOARDS } }],
};
