import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Group, none } from '../checks';
import { freePorts } from '../ports';
import type { Processes, Program } from '../processes';
import { binary } from '../programs';
import { Deadline, until } from '../until';
import { differences, plainObjects } from './equal';
import type { Answer, Helm } from './helm';
import { type Charted, VERSION } from './programs';

const CRANE = binary('crane', 'crane');

/** A registry in memory, on loopback and so without TLS. */
export class Registry {
  private constructor(
    private readonly program: Program,
    readonly address: string,
  ) {}

  static async start(processes: Processes, logs: string): Promise<Registry> {
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const program = processes.start(CRANE, ['registry', 'serve', '--address', address], logs);
    await until('the registry answers', Deadline.after(60), async () => {
      program.mustRun();
      return fetch(`http://${address}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    return new Registry(program, address);
  }

  stop(): Promise<void> {
    return this.program.end();
  }
}

function must({ ok, output, error }: Answer): string {
  if (!ok) throw new Error(error);
  return output;
}

/** Packed charts go to a registry, by `helm push` or as the OCI layout, and come back as they were. */
export async function checkRegistry(check: Group, helm: Helm, { files, charts: [chart = ''] }: Charted, registry: Registry, work: string): Promise<void> {
  const packed = `${chart}-${VERSION}.tgz`;
  const pulled = (repository: string) => {
    const folder = join(work, repository);
    mkdirSync(folder);
    must(helm.run('pull', `oci://${registry.address}/${repository}/${basename(chart)}`, '--version', VERSION, '--plain-http', '--destination', folder));
    return readFileSync(join(folder, basename(packed)));
  };
  const isSame = (repository: string) => none(pulled(repository).equals(readFileSync(packed)) ? [] : ['other bytes']);
  const pushed = `pushed-${helm.name.replace(' ', '-')}`;
  const copied = `copied-${helm.name.replace(' ', '-')}`;
  await check('helm push takes the archive, and helm pull gives the same bytes', 60, async () => {
    must(helm.run('push', packed, `oci://${registry.address}/${pushed}`, '--plain-http'));
    return isSame(pushed);
  });
  await check('crane push copies the OCI layout, and helm pull gives the same bytes', 60, async () => {
    const { status, stderr } = spawnSync(CRANE, ['push', '--insecure', `${chart}.oci`, `${registry.address}/${copied}/${basename(chart)}:${VERSION}`], {
      encoding: 'utf8',
    });
    return status === 0 ? isSame(copied) : none([stderr]);
  });
  await check('helm template from the registry gives the same objects', 60, async () => {
    const objects = helm.objects(`oci://${registry.address}/${copied}/${basename(chart)}`, '--version', VERSION, '--plain-http');
    return none(differences(plainObjects(files), objects, true));
  });
}
