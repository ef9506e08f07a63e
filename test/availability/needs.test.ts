import { EnvValue } from '../../lib/availability/ask/container/env';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { needsOfAll } from '../../lib/availability/report/report-needs';
import { facts, planOf } from '../support';

const reads = (name: string, namespace: string, key: string) => {
  const env = { PASSWORD: EnvValue.fromSecret({ secretName: 'photos', key }) };
  return planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, namespace, env }, facts());
};

test('a Secret that several apps need is one thing that must exist, with the keys of all of them', () => {
  expect(needsOfAll([reads('photos', 'photos', 'password'), reads('database', 'photos', 'admin'), reads('other', 'other', 'password')])).toEqual([
    { kind: 'Secret', namespace: 'photos', name: 'photos', keys: ['admin', 'password'] },
    { kind: 'Secret', namespace: 'other', name: 'photos', keys: ['password'] },
  ]);
});
