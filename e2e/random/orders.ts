import { AvailabilityClass } from '../../lib';
import { caseOf, type JudgedApp, type JudgedCase } from './case';
import { warnedOf } from './verdict';

type IsLate = (app: JudgedApp, warned: readonly string[], all: readonly JudgedApp[]) => boolean;

const memory = (app: JudgedApp) => app.props.resources.memory.bytes;

/** Who comes when all others have found their places. */
const ORDERS: readonly IsLate[] = [
  // Those of whom the library warns.
  ({ name }, warned) => warned.includes(name),
  // Those that may drive others away.
  ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_FLEXIBLE,
  // The big ones, when the small ones lie everywhere.
  (app, _, all) => all.filter((other) => memory(other) < memory(app)).length >= all.length / 2,
];

/** The cluster and the apps of a seed once more, in orders that may be unlucky. Where a pod waits in one of them, a warning was true. */
export function otherOrders(seed: number): JudgedCase[] {
  return ORDERS.map((isLate, index) => {
    const one = caseOf(seed, `o${index + 1}-`);
    const warned = one.findings.flatMap((it) => warnedOf(it) ?? []);
    return { ...one, apps: one.apps.map((app): JudgedApp => ({ ...app, wave: isLate(app, warned, one.apps) ? 1 : 0 })) };
  });
}
