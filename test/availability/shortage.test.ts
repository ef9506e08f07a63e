import { shortInWords } from '../../lib/availability/placement/stranded';

const left = ['w2', 'w3'];
const total = { left, lack: '200Mi of memory', amounts: { memory: 200 } };
const onOne = { left, lack: '1636Mi of memory on one node', amounts: { memory: 1636 } };

test('of what the same nodes lack only the most is told', () => {
  expect(shortInWords([total, onOne])).toBe('w2 and w3 then lack 1636Mi of memory on one node');
});

test('other resources, other nodes and what has no amounts are told beside', () => {
  const cores = { left, lack: '100m cores', amounts: { cpu: 100 } };
  const pods = { left, lack: 'room for 3 pods' };
  const alone = { ...total, left: ['w2'] };
  expect(shortInWords([onOne, cores, pods, alone])).toBe(
    'w2 and w3 then lack 1636Mi of memory on one node, 100m cores and room for 3 pods, and w2 then lacks 200Mi of memory',
  );
});
