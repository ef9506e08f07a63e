import type { Finding } from '../cluster/finding';
import { checkExporters, checkLabel, checkObjectives } from './check/cluster';
import { notesOnMonitoring } from './check/notes';
import { checkNumbers, checkOwn, checkWords } from './check/props';
import { checkReceivers } from './check/receivers';
import { checkRetention, checkRoom } from './check/room';
import type { Settled } from './check/settled';

/** What is wrong with monitoring as a whole. */
export function checkMonitoring(settled: Settled): Finding[] {
  const { path, props, place } = settled;
  const numbers = checkNumbers(settled);
  return [
    ...numbers,
    ...checkWords(settled),
    ...checkOwn(settled),
    ...checkReceivers(path, props, place.home === undefined ? 'the monitoring nodes die' : `${place.home.name} dies`),
    ...checkExporters(settled),
    ...checkRoom(settled),
    // Of numbers that mean nothing others would follow.
    ...(numbers.length > 0 ? [] : checkRetention(settled)),
    ...checkObjectives(settled),
    ...checkLabel(settled),
    ...notesOnMonitoring(settled),
  ];
}
