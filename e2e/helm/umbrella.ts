import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Group, none } from '../checks';
import { documents } from '../dist';
import type { Helm } from './helm';
import { type Charted, VERSION } from './programs';

/** A chart of the user that has one of ours as a dependency: switched by its condition, with its values below its name. */
export async function checkUmbrella(check: Group, helm: Helm, { charts: [, chart = ''] }: Charted): Promise<void> {
  const name = basename(chart);
  const above = join(dirname(chart), 'umbrella');
  const dependency = { name, version: VERSION, repository: '', condition: `${name}.enabled` };
  mkdirSync(join(above, 'charts'), { recursive: true });
  writeFileSync(join(above, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'umbrella', version: '0.1.0', dependencies: [dependency] }));
  cpSync(chart, join(above, 'charts', name), { recursive: true });
  const count = (values: object) => {
    writeFileSync(join(above, 'values.yaml'), JSON.stringify(values));
    return helm.objects(above).length;
  };
  await check('a dependency gives its objects if its condition holds', 60, async () => {
    const objects = helm.objects(chart).length;
    const counts = [count({ [name]: { enabled: true }, global: { team: 'blue' } }), count({ [name]: { enabled: false } })];
    return none(counts.join() === `${objects},0` ? [] : [`${counts.join(' and ')} objects, not ${objects} and 0`]);
  });
  await check('null in the values of the chart above is refused, or changes nothing, as helm 4 has it', 60, async () => {
    const usual = count({});
    writeFileSync(join(above, 'values.yaml'), JSON.stringify({ [name]: { create: null } }));
    const { ok, output, error } = helm.run('template', 'release', above, '--include-crds');
    const isRight = ok ? documents(output).length === usual : error.includes("missing property 'create'");
    return none(isRight ? [] : [ok ? 'other objects' : error]);
  });
  await check('null on the command line is refused', 60, async () => {
    const { ok, error } = helm.run('template', 'release', above, '--set', `${name}.create=null`);
    return none(!ok && error.includes("missing property 'create'") ? [] : [ok ? 'accepted' : error]);
  });
  rmSync(above, { recursive: true });
}
