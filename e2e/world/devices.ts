import type { Of } from '../kinds';

/** What a device plugin tells its kubelet: each device that its arguments name is there. Undefined: the pod is none. */
export function offeredBy({ spec }: Of<'Pod'>): { [resource: string]: string } | undefined {
  const args = (spec?.containers ?? []).flatMap((container) => container.args ?? []);
  const specs = args.flatMap((arg, index) => (args[index - 1] === '--device' ? [JSON.parse(arg) as { name: string; groups: { count: number }[] }] : []));
  if (specs.length === 0) return undefined;
  // The domain of generic-device-plugin without --domain.
  return Object.fromEntries(specs.map(({ name, groups }) => [`squat.ai/${name}`, `${groups.reduce((sum, { count }) => sum + count, 0)}`]));
}
