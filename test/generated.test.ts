test('a generated file is current, or its lines say what differs', () => {
  const { differences } = require('../scripts/generated') as { readonly differences: (committed: string, current: string) => readonly string[] };
  const committed = 'Pod spec\nService spec\n';
  expect(differences(committed, committed)).toEqual([]);
  expect(differences(committed, 'Pod spec status\nService spec\n')).toEqual(['- Pod spec', '+ Pod spec status']);
  expect(differences(committed, 'Service spec\nPod spec\n')).toEqual(['  the same lines, in another order or number']);
});
