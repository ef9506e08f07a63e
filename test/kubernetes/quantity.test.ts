import { quantityOf } from '../../lib/kubernetes/quantity';

test.each<[unknown, number]>([
  ['0', 0],
  [2, 2],
  [0.5, 0.5],
  ['1.', 1],
  ['.5', 0.5],
  ['+1', 1],
  // Quantity.UnmarshalJSON of k8s.io/apimachinery trims it.
  [' 1', 1],
  ['-1', -1],
  ['100n', 1e-7],
  ['100u', 1e-4],
  ['250m', 0.25],
  ['1k', 1e3],
  ['1M', 1e6],
  ['1.5G', 1.5e9],
  ['1T', 1e12],
  ['1P', 1e15],
  ['1E', 1e18],
  ['1Ki', 2 ** 10],
  ['1Mi', 2 ** 20],
  ['0.5Gi', 2 ** 29],
  ['1Ti', 2 ** 40],
  ['1Pi', 2 ** 50],
  ['1Ei', 2 ** 60],
  ['1e6', 1e6],
  ['1E3', 1e3],
  ['12e-1', 1.2],
  [1e21, 1e21],
])('the quantity %s is read as Kubernetes reads it', (text, amount) => {
  expect(quantityOf(text)).toBeCloseTo(amount, 9);
});

test.each<[unknown]>([
  [''],
  ['1 Gi'],
  ['1K'],
  ['1ki'],
  ['1mi'],
  ['Gi'],
  ['.'],
  ['1e'],
  ['1e1.5'],
  ['0x10'],
  ['1,5'],
  ['much'],
  [Number.NaN],
  [undefined],
  [null],
  [true],
  [{}],
])('%j is none', (text) => {
  expect(quantityOf(text)).toBeUndefined();
});
