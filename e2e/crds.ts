import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from './api';
import { documents } from './dist';
import { isTrue } from './kinds';
import { Deadline, until } from './until';

const CRDS = join(__dirname, 'crds');

/** Applies the CRDs of crds/ whose file starts so, and waits until the server serves them. */
export async function loadCrds(api: Api, prefix: string): Promise<void> {
  const names = readdirSync(CRDS).filter((it) => it.startsWith(prefix));
  const crds = names.flatMap((file) => documents(readFileSync(join(CRDS, file), 'utf8')));
  if (crds.length === 0) throw new Error(`no CRDs in ${CRDS}/${prefix}*`);
  for (const crd of crds) await api.must(crd);
  await until('CRDs are established', Deadline.after(60), async () => {
    const seen = await Promise.all(crds.map((crd) => api.get('CustomResourceDefinition', undefined, crd.metadata.name)));
    return seen.every((it) => it !== undefined && isTrue(it, 'Established'));
  });
}
