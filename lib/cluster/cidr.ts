/** A range of addresses, `192.168.1.0/24` or `fd00::/8`. Strict, as Kubernetes checks it: no bit behind the prefix is set. */
export function isCidr(range: string): boolean {
  const [address = '', prefix = '', ...more] = range.split('/');
  const bits = address.includes(':') ? bitsOfSix(address) : bitsOfFour(address);
  if (bits === undefined || more.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return false;
  return Number(prefix) <= bits.length && !bits.slice(Number(prefix)).includes('1');
}

/** The family of an address, `192.168.1.7` or `fd00::7`; undefined if it is none. */
export function familyOf(address: string): 'IPv4' | 'IPv6' | undefined {
  if (bitsOfFour(address) !== undefined) return 'IPv4';
  return address.includes(':') && bitsOfSix(address) !== undefined ? 'IPv6' : undefined;
}

function bitsOfFour(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfSix(address: string): string | undefined {
  const [head = [], tail, ...more] = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const left = 8 - head.length - (tail?.length ?? 0);
  // `::` means at least one group of zeros, and occurs only once.
  if (more.length > 0 || (tail === undefined ? left !== 0 : left < 1)) return undefined;
  const groups = [...head, ...Array<string>(left).fill('0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** What Kubernetes takes for an address where it wants a name: zeros may lead its numbers (ParseIPSloppy in k8s.io/utils/net). */
export function isLikeAddress(name: string): boolean {
  return isAddress(name.replace(/(^|\.)0+(?=\d)/g, '$1'));
}

/** A single address, `192.168.1.7` or `fd00::7`. */
export function isAddress(address: string): boolean {
  return !address.includes('/') && isCidr(hostRange(address));
}

/** The range of one address: `192.168.1.7/32`. */
export function hostRange(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** Whether an address is in a range of the same family. */
export function isWithin(address: string, range: string): boolean {
  const [base = '', prefix = ''] = range.split('/');
  const [own, common] = [address, base].map((one) => (one.includes(':') ? bitsOfSix(one) : bitsOfFour(one)));
  return own !== undefined && common?.length === own.length && own.startsWith(common.slice(0, Number(prefix)));
}
