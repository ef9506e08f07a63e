import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { at, type Course, type Series } from '../series';

/** What was posted to a receiver. */
export interface Posted {
  readonly path: string;
  readonly at: number;
  readonly token: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

interface Labels {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Plays, on one port of loopback, all exporters but those that are real, and all receivers: `/exporter/JOB/INSTANCE` answers with
 * the metrics of a healthy cluster, unless something was said to be otherwise; everything that is posted is remembered.
 */
export class StandIn {
  readonly posted: Posted[] = [];
  private readonly said = new Map<string, Course>();
  private readonly gone = new Set<string>();
  private server: Server | undefined;

  constructor(private readonly healthy: readonly Series[]) {}

  async start(): Promise<number> {
    const server = createServer((request, response) => {
      this.answer(request).then(
        ([status, body]) => response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(body),
        () => response.writeHead(500).end(),
      );
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** From now on, all series whose names have all of these parts are so; back to health without a value. */
  say(parts: readonly string[], value: Course | 'as before'): void {
    const found = this.healthy.filter(({ name }) => parts.every((part) => name.includes(part)));
    if (found.length === 0) throw new Error(`nothing is called ${parts.join(' ')}`);
    for (const { name } of found) {
      if (value === 'as before') this.said.delete(name);
      else this.said.set(name, value);
    }
  }

  /** An exporter does not answer, or does again. */
  cut(job: string, instance: string, isGone: boolean): void {
    if (isGone) this.gone.add(`${job}/${instance}`);
    else this.gone.delete(`${job}/${instance}`);
  }

  private async answer(request: IncomingMessage): Promise<readonly [number, string]> {
    const path = request.url ?? '';
    if (request.method === 'POST') {
      let body = '';
      for await (const part of request) body += String(part);
      this.posted.push({ path, at: Date.now(), token: request.headers.authorization, type: request.headers['content-type'], body });
      return [200, ''];
    }
    const [, job = '', instance = ''] = /^\/exporter\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (this.gone.has(`${job}/${decodeURIComponent(instance)}`)) return [503, ''];
    return [200, this.page(job, decodeURIComponent(instance))];
  }

  private page(job: string, instance: string): string {
    const lines = this.healthy.flatMap(({ name, course }) => {
      const { metric, labels } = parsed(name);
      // As it is when a day begins.
      const value = at(this.said.has(name) ? this.said.get(name) : course, 0);
      if (metric === 'up' || labels.job !== job || labels.instance !== instance || value === undefined || value === null) return [];
      // Those of the target; of a node too, where it is not the exporter's own.
      const own = Object.entries(labels).filter(
        ([label]) => label !== 'job' && label !== 'instance' && (label !== 'node' || job === 'kube-state-metrics' || job === 'linstor'),
      );
      return [`${metric}{${own.map(([label, text]) => `${label}=${JSON.stringify(text)}`).join(',')}} ${value}`];
    });
    return `${lines.sort().join('\n')}\n`;
  }
}

function parsed(name: string): Labels {
  const [, metric = '', inner = ''] = /^([^{]+)\{(.*)\}$/.exec(name) ?? [];
  return {
    metric,
    labels: Object.fromEntries([...inner.matchAll(/(\w+)=("(?:[^"\\]|\\.)*")/g)].map(([, label = '', text = '""']) => [label, JSON.parse(text) as string])),
  };
}
