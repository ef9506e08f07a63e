/** Source: the grammar in k8s.io/apimachinery/pkg/api/resource, Quantity. */
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;

const SUFFIXES: { readonly [suffix: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Cores, bytes or pieces. Undefined: it is no quantity. */
export function quantityOf(given: unknown): number | undefined {
  if (typeof given !== 'string' && typeof given !== 'number') return undefined;
  const [, number, suffix = '', exponent] = QUANTITY.exec(`${given}`.trim()) ?? [];
  if (number === undefined) return undefined;
  return exponent === undefined ? Number(number) * (SUFFIXES[suffix] ?? 1) : Number(`${number}e${exponent}`);
}
