import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { classesOf, isTooNew, ROWS, type Row, rendered } from '../../test/pods-page';
import type { Api } from '../api';
import { type Group, none } from '../checks';
import type { Obj } from '../kinds';
import { refusals } from './refusals';

/**
 * The tables of docs/pods.md, each row in each class that it is about. What the library calls too new for this version, the server
 * refuses.
 */
export async function checkPodRows(check: Group, api: Api, version: string): Promise<void> {
  // Where a row gives an app rights in another namespace.
  await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'media' } });
  const problemsOf = async (row: Row, index: number, availabilityClass: AvailabilityClass) => {
    const namespace = `pods-${index}-${availabilityClass.toLowerCase()}`;
    const objects = rendered(row, availabilityClass, { more: { namespace } }) as unknown as readonly Obj[];
    return refusals(api, namespace, objects);
  };
  const tooNew = ROWS.filter((row) => isTooNew(row, classesOf(row)[0] ?? AvailabilityClass.SINGLE_POD_FLEXIBLE, version));
  await check('pods: each row of docs/pods.md is accepted without a warning, or said to be too new', 180, async () => {
    const problems: string[] = [];
    for (const [index, row] of ROWS.entries()) {
      for (const availabilityClass of classesOf(row)) {
        const found = await problemsOf(row, index, availabilityClass);
        if (!tooNew.includes(row)) problems.push(...found.map((it) => `${row.props}: ${it}`));
        else if (found.length === 0) problems.push(`${row.props}: accepted, and the library says that ${version} is too old`);
      }
    }
    none(problems);
    return `${ROWS.length - tooNew.length} rows, ${tooNew.length} too new`;
  });
}
