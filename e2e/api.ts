import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import { API_VERSION, called, type Kind, type Obj, type Of, type Resource } from './kinds';

export interface Answer {
  /** 0 if the server did not answer. */
  readonly status: number;
  readonly body: unknown;
  /** What the server said of a refusal. */
  readonly message: string;
  readonly warnings: readonly string[];
}

interface Options {
  readonly query?: Record<string, string>;
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

/** The server is away, or too busy: nothing may be concluded from it. */
export class Unanswered extends Error {}

/** Ends quietly when the server goes away in the middle. */
export const answered = (work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => {
    if (!(error instanceof Unanswered)) throw error;
  });

/** Whether the server said nothing of the matter: it is away, or too busy. */
const silent = ({ status }: Answer) => status === 0 || status === 429 || status >= 500;

export const accepted = (answer: Answer) => answer.status >= 200 && answer.status < 300;

/**
 * The API server over HTTPS. The client library gives the types; it does not carry the objects, because it leaves out
 * the fields that it does not know, and the server is to judge exactly what dist/ says.
 */
export class Api {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  private readonly resources = new Map<string, readonly Resource[]>();
  private ca: Buffer | undefined;

  constructor(
    readonly url: string,
    private readonly token: string,
    private readonly caFile: string,
  ) {}

  request(method: string, path: string, body?: unknown, options: Options = {}): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const query = options.query === undefined ? '' : `?${new URLSearchParams(options.query)}`;
    const content = text === undefined ? {} : { 'content-type': options.type ?? 'application/json', 'content-length': Buffer.byteLength(text) };
    const headers = { authorization: `Bearer ${this.token}`, accept: 'application/json', ...content, ...options.headers };
    try {
      this.ca ??= readFileSync(this.caFile);
    } catch {
      return Promise.resolve(unanswered('the server has no certificate yet'));
    }
    return send(`${this.url}${path}${query}`, { method, agent: this.agent, ca: this.ca, headers, timeout: 30_000 }, text);
  }

  /** The path of one object, or of all of its kind when it has no name; undefined if the server does not know the kind. */
  async path(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string | undefined> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = (resources: readonly Resource[] | undefined) => resources?.find((it) => it.kind === kind && !it.name.includes('/'));
    let resource = known(this.resources.get(apiVersion));
    if (resource === undefined) {
      const answer = await this.request('GET', base);
      if (silent(answer)) throw new Unanswered(answer.message);
      this.resources.set(apiVersion, (answer.body as { resources?: Resource[] }).resources ?? []);
      resource = known(this.resources.get(apiVersion));
    }
    if (resource === undefined) return undefined;
    const where = resource.namespaced && namespace !== undefined ? ['namespaces', encodeURIComponent(namespace)] : [];
    return [base, ...where, resource.name, ...(name === undefined ? [] : [encodeURIComponent(name)])].join('/');
  }

  /** Server-side apply, as Flux and `kubectl apply --server-side --validate=strict` do it. */
  async apply(obj: Obj, query: Record<string, string> = {}): Promise<Answer> {
    const path = await this.path(obj.apiVersion, obj.kind, obj.metadata.namespace, obj.metadata.name);
    if (path === undefined) return unanswered(`no matches for kind ${obj.kind} in ${obj.apiVersion}`);
    const all = { fieldManager: 'e2e', force: 'true', fieldValidation: 'Strict', ...query };
    return this.request('PATCH', path, obj, { query: all, type: 'application/apply-patch+yaml' });
  }

  /** Applies what must be accepted for a check to go on. */
  async must(obj: Obj): Promise<void> {
    const answer = await this.apply(obj);
    if (!accepted(answer)) throw new Error(`${called(obj)}: ${answer.message}`);
  }

  async get<K extends Kind>(kind: K, namespace: string | undefined, name: string): Promise<Of<K> | undefined> {
    return (await this.read(API_VERSION[kind], kind, namespace, name)) as Of<K> | undefined;
  }

  async read(apiVersion: string, kind: string, namespace: string | undefined, name: string): Promise<Obj | undefined> {
    const path = await this.path(apiVersion, kind, namespace, name);
    if (path === undefined) return undefined;
    const answer = await this.request('GET', path);
    return answer.status === 200 ? (answer.body as Obj) : undefined;
  }

  async list<K extends Kind>(kind: K, namespace?: string): Promise<Of<K>[]> {
    const apiVersion = API_VERSION[kind];
    const path = await this.path(apiVersion, kind, namespace);
    if (path === undefined) return [];
    const answer = await this.request('GET', path);
    if (silent(answer)) throw new Unanswered(answer.message);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.message}`);
    return ((answer.body as { items?: Of<K>[] }).items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  }

  async create(obj: Obj, options: Options = {}): Promise<Answer> {
    const path = await this.path(obj.apiVersion, obj.kind, obj.metadata.namespace);
    return path === undefined ? unanswered(`no matches for kind ${obj.kind} in ${obj.apiVersion}`) : this.request('POST', path, obj, options);
  }

  /** Removes this very object: another one that has got its name since then stays. */
  async remove(obj: Obj, gracePeriodSeconds?: number): Promise<Answer> {
    const { uid } = obj.metadata;
    const options = { ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }), ...(uid === undefined ? {} : { preconditions: { uid } }) };
    return this.request('DELETE', await this.own(obj), options);
  }

  /** A merge patch, as a person with kubectl would send it. */
  async patch(obj: Obj, change: object, query: Record<string, string> = {}): Promise<void> {
    const answer = await this.request('PATCH', await this.own(obj), change, { type: 'application/merge-patch+json', query });
    if (!accepted(answer)) throw new Error(`${called(obj)}: ${answer.message}`);
  }

  /** The same to an object that others change too: if it is gone or another by now, whoever looks again sees that. */
  async patchIfThere(obj: Obj, change: object): Promise<boolean> {
    const answer = await this.request('PATCH', await this.own(obj), change, { type: 'application/merge-patch+json' });
    if (silent(answer)) throw new Unanswered(answer.message);
    // 422: a finalizer for an object that is being removed.
    if (!accepted(answer) && ![404, 409, 422].includes(answer.status)) throw new Error(`${called(obj)}: ${answer.message}`);
    return accepted(answer);
  }

  async patchStatus(obj: Obj, status: object, how: 'merge' | 'strategic-merge' = 'merge'): Promise<Answer> {
    const { uid } = obj.metadata;
    const change = { ...(uid === undefined ? {} : { metadata: { uid } }), status };
    return this.request('PATCH', `${await this.own(obj)}/status`, change, { type: `application/${how}-patch+json` });
  }

  close(): void {
    this.agent.destroy();
  }

  private async own(obj: Obj): Promise<string> {
    const path = await this.path(obj.apiVersion, obj.kind, obj.metadata.namespace, obj.metadata.name);
    if (path === undefined) throw new Error(`no matches for kind ${obj.kind} in ${obj.apiVersion}`);
    return path;
  }
}

const unanswered = (message: string): Answer => ({ status: 0, body: {}, message, warnings: [] });

function send(url: string, options: RequestOptions, text: string | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve(unanswered(error.message));
    const req = request(url, options, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('error', failed);
      res.on('end', () => {
        const raw = Buffer.concat(parts).toString();
        const body: unknown = raw.startsWith('{') ? JSON.parse(raw) : {};
        const warnings = (res.headersDistinct.warning ?? []).map((it) => it.replace(/^299 \S+ "(.*)"$/s, '$1').replaceAll('\\"', '"'));
        resolve({ status: res.statusCode ?? 0, body, message: (body as { message?: string }).message ?? raw, warnings });
      });
    });
    req.on('timeout', () => req.destroy(new Error('no answer within 30 s')));
    req.on('error', failed);
    req.end(text);
  });
}
