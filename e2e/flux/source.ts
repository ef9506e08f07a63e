import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Api } from '../api';
import { DIST, homelab } from '../dist';
import { now } from '../kinds';
import { freePorts } from '../ports';

/** Git and source-controller, played: a copy of dist/, served as an archive on loopback, and the status that points at it. */
export class Source {
  private archive = Buffer.alloc(0);
  private server: Server | undefined;
  private port = 0;

  /** `folder` takes the copy. */
  constructor(
    private readonly api: Api,
    private readonly folder: string,
  ) {
    mkdirSync(folder, { recursive: true });
    cpSync(DIST, join(folder, 'dist'), { recursive: true });
  }

  async start(): Promise<void> {
    const [port = 0] = await freePorts(1);
    this.port = port;
    const server = createServer((_, response) => response.end(this.archive));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.server = server;
  }

  /** What is in a file of the copy. */
  read(folder: string, file: string): string {
    return readFileSync(this.path(folder, file), 'utf8');
  }

  write(folder: string, file: string, text: string): void {
    writeFileSync(this.path(folder, file), text);
  }

  /** Changes a file, which must differ afterwards. */
  edit(folder: string, file: string, change: (text: string) => string): void {
    const before = this.read(folder, file);
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${folder}/${file}`);
    this.write(folder, file, after);
  }

  remove(folder: string, file: string): void {
    rmSync(this.path(folder, file));
  }

  /** Pushes the copy as it is now; gives back the revision. */
  async publish(): Promise<string> {
    this.archive = execFileSync('tar', ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-czf', '-', '-C', this.folder, 'dist'], { maxBuffer: 1 << 26 });
    const digest = createHash('sha256').update(this.archive).digest('hex');
    const revision = `main@sha1:${digest.slice(0, 40)}`;
    const [source] = await this.api.list('GitRepository');
    if (source === undefined) throw new Error('there is no GitRepository');
    const observedGeneration = source.metadata.generation;
    const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'played', lastTransitionTime: now(), observedGeneration };
    const artifact = {
      url: `http://127.0.0.1:${this.port}/${digest}.tar.gz`,
      path: `gitrepository/${digest}.tar.gz`,
      ...{ revision, digest: `sha256:${digest}`, lastUpdateTime: now(), size: this.archive.length },
    };
    const answer = await this.api.patchStatus(source, { observedGeneration, artifact, conditions: [ready] });
    if (answer.status !== 200) throw new Error(`the GitRepository's status is refused: ${answer.message}`);
    return revision;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private path(folder: string, file: string): string {
    return join(this.folder, 'dist', homelab().cluster, folder, file);
  }
}
