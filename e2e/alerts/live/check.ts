import { basename, dirname, join } from 'node:path';
import { type Group as Checks, none } from '../../checks';
import { place, write } from '../../files';
import { freePorts } from '../../ports';
import type { Processes, Program } from '../../processes';
import { binary } from '../../programs';
import { type Deadline, sleep, until } from '../../until';
import { healthy } from '../days/world';
import { ALERTMANAGER_FILE, PROMETHEUS_FILE, RULES, type Subject } from '../subjects';
import { alertmanagerFile, fasterRules, type Ports, prometheusFile } from './config';
import { Mounted } from './mount';
import { type Posted, StandIn } from './stand-in';

/** Its exporter is a real one. */
const REAL_NODE = 'dash';
const TOKEN = 'tk_of_the_homelab';

interface Message {
  readonly topic?: unknown;
  readonly title?: unknown;
  readonly message?: unknown;
  readonly priority?: unknown;
}

/** The real Prometheus, Alertmanager and node exporter with what is written for the homelab; the rest of it is played. */
export async function checkLive(checks: Checks, processes: Processes, homelab: Subject, work: string): Promise<void> {
  const live = await Live.start(processes, homelab, work);
  try {
    await live.play(checks);
  } finally {
    await live.end();
  }
}

class Live {
  private constructor(
    private readonly standIn: StandIn,
    private readonly ports: Ports,
    private prometheus: Program,
    private readonly startPrometheus: () => Program,
    private readonly others: readonly Program[],
    private readonly rules: Mounted,
    private readonly ruleFiles: ReadonlyMap<string, string>,
  ) {}

  static async start(processes: Processes, homelab: Subject, work: string): Promise<Live> {
    const root = join(work, 'live');
    const standIn = new StandIn(healthy(homelab, {}));
    standIn.say(['cluster_state_backup'], Math.floor(Date.now() / 1000) - 3600);
    const [prometheus = 0, alertmanager = 0, nodeExporter = 0] = await freePorts(3);
    const ports = { prometheus, alertmanager, nodeExporter, standIn: await standIn.start() };
    const paths = [...homelab.prometheus.keys()].filter((path) => path.startsWith(RULES));
    const ruleFiles = new Map(paths.map((path) => [basename(path), fasterRules(homelab.prometheus.get(path) ?? '')]));
    const rules = new Mounted(join(root, dirname(paths[0] ?? '')));
    rules.put(ruleFiles);
    place(root, homelab.alertmanager);
    const config = write(join(root, PROMETHEUS_FILE), prometheusFile(homelab, ports, root, REAL_NODE));
    const receivers = write(join(root, ALERTMANAGER_FILE), alertmanagerFile(homelab, ports, root));
    write(join(root, '/etc/alertmanager/secrets/ntfy/token'), `${TOKEN}\n`);
    write(join(root, '/etc/alertmanager/secrets/healthchecks/url'), `http://127.0.0.1:${ports.standIn}/heartbeat\n`);
    const start = (program: string, pin: string, ...args: string[]) => processes.start(binary(program, pin), args, root);
    // Those that say what it does; where things lie is another matter here.
    const own = homelab.args.filter((arg) => arg.startsWith('--rules.') || arg === '--config.auto-reload');
    const startPrometheus = () =>
      start(
        'prometheus',
        'prometheus',
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(root, 'samples')}`,
        `--web.listen-address=127.0.0.1:${prometheus}`,
        ...own,
        '--config.auto-reload-interval=1s',
        '--rules.alert.resend-delay=2s',
      );
    return new Live(
      standIn,
      ports,
      startPrometheus(),
      startPrometheus,
      [
        start(
          'alertmanager',
          'alertmanager',
          `--config.file=${receivers}`,
          `--storage.path=${join(root, 'silences')}`,
          `--web.listen-address=127.0.0.1:${alertmanager}`,
          '--cluster.listen-address=',
        ),
        start('node_exporter', 'node-exporter', `--web.listen-address=127.0.0.1:${nodeExporter}`),
      ],
      rules,
      ruleFiles,
    );
  }

  async end(): Promise<void> {
    this.standIn.stop();
    await Promise.all([this.prometheus, ...this.others].map((program) => program.end()));
  }

  private async ask(port: number, path: string): Promise<unknown> {
    for (const program of this.others) program.mustRun();
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return await response.json();
    } catch {
      // Not yet there.
      return undefined;
    }
  }

  private async query(query: string): Promise<readonly Readonly<Record<string, string>>[]> {
    const answer = (await this.ask(this.ports.prometheus, `/api/v1/query?query=${encodeURIComponent(query)}`)) as
      | { readonly data?: { readonly result?: readonly { readonly metric: Record<string, string> }[] } }
      | undefined;
    return (answer?.data?.result ?? []).map(({ metric }) => metric);
  }

  /** Those of that name that Alertmanager knows. */
  private async alerts(name: string) {
    const answer = await this.ask(this.ports.alertmanager, `/api/v2/alerts?filter=${encodeURIComponent(`alertname="${name}"`)}`);
    return (answer ?? []) as readonly { readonly labels: Readonly<Record<string, string>>; readonly status: { readonly state: string } }[];
  }

  private messages(): readonly (Posted & { readonly json: Message })[] {
    return this.standIn.posted.filter(({ path }) => path.startsWith('/ntfy')).map((one) => ({ ...one, json: JSON.parse(one.body) as Message }));
  }

  private calls(): number {
    return this.standIn.posted.filter(({ path }) => path === '/heartbeat').length;
  }

  /** The first message since then with that text. */
  private async message(since: number, text: string, deadline: Deadline) {
    let found: (Posted & { readonly json: Message }) | undefined;
    await until(`a message that says: ${text}`, deadline, () => {
      found = this.messages().find((one) => one.at >= since && String(one.json.message).includes(text));
      return (
        found !== undefined ||
        `there were: ${this.messages()
          .map((one) => one.json.title)
          .join(' | ')}`
      );
    });
    if (found === undefined) throw new Error('no message');
    return found;
  }

  async play(checks: Checks): Promise<void> {
    await checks('Prometheus asks everybody, and nothing fires but the Watchdog', 120, async (deadline) => {
      await until('all targets answer', deadline, async () => {
        const up = await this.query('up == 1');
        const down = await this.query('up == 0');
        return (up.length >= 20 && down.length === 0) || `${up.length} up, down: ${down.map((it) => `${it.job} ${it.instance}`).join(', ')}`;
      });
      // Disk and memory of its node are those of this machine.
      const firing = async () =>
        (await this.query('ALERTS{alertstate="firing",alertname!~"Watchdog|MonitoringNodeAtRisk"}')).map((it) => `${it.alertname} ${it.node ?? it.app ?? ''}`);
      // At first nobody has answered yet, and two minutes pass in four seconds.
      await until('nothing fires', deadline, async () => (await firing()).join() || true);
      // Annotations say since when, to the minute: all has to be well when one begins.
      await sleep(62_000 - (Date.now() % 60_000));
      none(await firing());
      return `${(await this.query('up')).length} targets, ${(await this.query('{__name__!=""}')).length} series`;
    });
    await checks('the heartbeat receiver is called again and again', 60, async (deadline) => {
      const before = this.calls();
      await until('two more calls', deadline, () => this.calls() >= Math.max(3, before + 2) || `${this.calls()} calls`);
      return `${this.calls()} calls`;
    });
    const down = Date.now();
    await checks('a critical alert arrives at ntfy, complete', 60, async (deadline) => {
      this.standIn.say(['_replicas_available{', 'namespace="radarr"'], 0);
      const { json, token } = await this.message(down, 'radarr/radarr is down.', deadline);
      const text = String(json.message);
      const since = /Since: (\d{4}-\d\d-\d\d \d\d:\d\d) UTC/.exec(text)?.[1];
      const late = since === undefined ? Number.NaN : Date.parse(`${since.replace(' ', 'T')}Z`) - down;
      none([
        ...(json.topic === 'homelab' ? [] : [`its topic is ${json.topic}`]),
        ...(json.title === '[homelab] radarr/radarr is down.' ? [] : [`its title is ${json.title}`]),
        ...(json.priority === 5 ? [] : [`its priority is ${JSON.stringify(json.priority)}`]),
        ...(token === `Bearer ${TOKEN}` ? [] : [`its token is ${token}`]),
        ...['Promise: Broken: back within 5 min', 'Likely cause: The pod fails to start', 'Run: kubectl -n radarr describe pods'].flatMap((part) =>
          text.includes(part) ? [] : [`it does not say ${part}`],
        ),
        ...(late > -120_000 && late <= 0 ? [] : [`it says since ${since}`]),
        ...(/<no value>|<error/.test(text) ? [text] : []),
      ]);
      return `priority ${json.priority}, since ${since}`;
    });
    await checks('a warning arrives as a warning, and alerts for targets on the dead node are suppressed', 90, async (deadline) => {
      const since = Date.now();
      for (const job of ['node-exporter', 'kubelet', 'kubelet-resources']) this.standIn.cut(job, 'mirror', true);
      this.standIn.say(['kube_node_status_condition', 'node="mirror"', 'status="true"'], 0);
      const { json } = await this.message(since, 'The node mirror', deadline);
      if (json.priority !== 3) throw new Error(`its priority is ${JSON.stringify(json.priority)}`);
      await until('targets of mirror are down, and kept quiet', deadline, async () => {
        const alerts = await this.alerts('TargetDown');
        return (
          (alerts.length === 3 && alerts.every((it) => it.labels.node === 'mirror' && it.status.state === 'suppressed')) ||
          `${JSON.stringify(alerts.map((it) => [it.labels, it.status.state]))}`
        );
      });
      none(
        this.messages()
          .filter((one) => String(one.json.message).includes('no metrics'))
          .map((one) => String(one.json.message)),
      );
      return `priority ${json.priority}`;
    });
    await checks('a restart of Prometheus sends no alert again', 60, async (deadline) => {
      await this.prometheus.end();
      const since = Date.now();
      this.prometheus = this.startPrometheus();
      const fires = async () => (await this.query('ALERTS{alertname="SinglePodDown",app="radarr",alertstate="firing"}')).length === 1;
      await until('the alert fires again', deadline, fires);
      // Long enough that it would have ended and begun anew.
      await sleep(15_000);
      none(
        this.messages()
          .filter((one) => one.at >= since && one.json.priority === 5)
          .map((one) => String(one.json.title)),
      );
      if (!(await fires())) throw new Error('it stopped');
      return undefined;
    });
    await checks('a critical alert suppresses warnings of the same app, but not of others', 30, async (deadline) => {
      const warning = (app: string) => ({ labels: { alertname: 'AppRestarting', severity: 'warning', cluster: 'homelab', namespace: app, app } });
      await fetch(`http://127.0.0.1:${this.ports.alertmanager}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([warning('radarr'), warning('sonarr')]),
      });
      await until('only the warning of the app with the critical alert is suppressed', deadline, async () => {
        const alerts = await this.alerts('AppRestarting');
        const quiet = alerts.filter((it) => it.status.state === 'suppressed').map((it) => it.labels.app);
        return (alerts.length === 2 && quiet.join() === 'radarr') || JSON.stringify(alerts);
      });
      return undefined;
    });
    await checks('the recovery is reported, too', 60, async (deadline) => {
      const since = Date.now();
      this.standIn.say(['_replicas_available{', 'namespace="radarr"'], 'as before');
      const { json } = await this.message(since, 'Resolved: radarr/radarr is down.', deadline);
      if (json.title !== '[homelab] Resolved: radarr/radarr is down.' || json.priority !== 3) throw new Error(`${json.title}, priority ${json.priority}`);
      return `${json.title}`;
    });
    await this.swapRules(checks);
    await checks('when Prometheus is gone, the heartbeat receiver is no longer called', 90, async (deadline) => {
      await this.prometheus.kill();
      // An alert that is not sent again ends after four times the time in which it would be.
      await sleep(12_000);
      const calls = this.calls();
      await sleep(22_000);
      if (this.calls() > calls) throw new Error(`it was called ${this.calls() - calls} times`);
      if (deadline.passed) throw new Error('too slow to tell');
      return `${calls} calls before, none in 22 s where two are due`;
    });
  }

  private async swapRules(checks: Checks): Promise<void> {
    const more = (content: string) => new Map([...this.ruleFiles, ['monitoring.yaml', `${this.ruleFiles.get('monitoring.yaml') ?? ''}${content}`]]);
    const alert = (name: string, expr: string) =>
      `  - name: ${name}\n    rules:\n      - alert: ${name}\n        expr: ${expr}\n        labels: { severity: none }\n`;
    await checks('new rules are in force once the kubelet has swapped the link', 30, async (deadline) => {
      this.rules.put(more(alert('Swapped', 'vector(1)')));
      await until('the new alert fires', deadline, async () => (await this.query('ALERTS{alertname="Swapped",alertstate="firing"}')).length === 1);
      return undefined;
    });
    await checks('an invalid rule leaves the old ones in force, and raises an alert', 90, async (deadline) => {
      this.rules.put(more(alert('Broken', 'vector(')));
      const since = Date.now();
      await this.message(since, 'Prometheus still runs with an old configuration.', deadline);
      if ((await this.query('ALERTS{alertname="Swapped",alertstate="firing"}')).length !== 1) throw new Error('the old rules are gone');
      return undefined;
    });
  }
}
