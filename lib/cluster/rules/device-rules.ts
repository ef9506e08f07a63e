import { type FactsRule, onFacts, onNodes } from '../facts-rule';
import { Severity } from '../finding';
import { duplicates, isDnsName, isExtendedResource } from '../names';
import { PoolKind } from '../node';

/** Kubernetes refuses a host path with `..` in it. */
function isBelowDev(path: string): boolean {
  return path.startsWith('/dev/') && !path.split('/').includes('..');
}

const POOL_DUPLICATE = onNodes({
  code: 'POOL-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two pools of a node with one name',
  fix: 'rename one',
  *check({ pools }) {
    for (const name of duplicates(pools.map((pool) => pool.name)))
      yield { given: `two pools named ${name}`, allowed: 'but a pool is found by its name', fix: 'Rename one of them.' };
  },
});

const POOL_SIZE = onNodes({
  code: 'POOL-SIZE',
  severity: Severity.ERROR,
  means: 'a pool without a size',
  fix: 'use the size that `vgs`, `zpool list` or `df` prints',
  *check({ pools }) {
    for (const { name, size } of pools)
      if (!(size.bytes > 0 && Number.isFinite(size.bytes)))
        yield { given: `the pool ${name} of ${size}`, allowed: 'but a pool has a size above 0', fix: 'Use the size that vgs, zpool list or df prints.' };
  },
});

/** Kinds whose volumes take space as it is written. Source: the storage providers of LINSTOR. */
const GROWING = new Set([PoolKind.LVM_THIN, PoolKind.ZFS_THIN, PoolKind.DIRECTORY]);

const POOL_OVERCOMMIT = onNodes({
  code: 'POOL-OVERCOMMIT',
  severity: Severity.ERROR,
  means: 'an `overcommit` that cannot be: below 1, or of a pool whose volumes take their space at once',
  fix: 'leave it out, or use a thin pool',
  *check({ pools }) {
    for (const { name, kind, overcommit } of pools) {
      if (overcommit === undefined) continue;
      const given = `overcommit ${overcommit} of the pool ${name}`;
      if (!(overcommit >= 1 && Number.isFinite(overcommit)))
        yield { given, allowed: 'but it is a factor of 1 or more', fix: 'Use 2 for twice its size, or leave it out.' };
      else if (!GROWING.has(kind)) yield { given, allowed: `but volumes of kind ${kind} take their space at once`, fix: 'Leave it out, or use a thin pool.' };
    }
  },
});

const POOL_DEVICES = onNodes({
  code: 'POOL-DEVICES',
  severity: Severity.ERROR,
  means: 'a directory pool with devices, or a device outside `/dev`',
  fix: 'see the message',
  *check({ pools }) {
    for (const { name, kind, devices = [] } of pools) {
      if (kind === PoolKind.DIRECTORY && devices.length > 0)
        yield {
          given: `devices for the directory pool ${name}`,
          allowed: 'but a directory is on an existing file system',
          fix: 'Leave devices out, or use LVM or ZFS.',
        };
      for (const device of devices)
        if (!isBelowDev(device))
          yield { given: `the device "${device}"`, allowed: 'but a device has an absolute path below /dev', fix: 'Use /dev/disk/by-id/….' };
    }
  },
});

const HARDWARE = onNodes({
  code: 'NODE-HARDWARE-INVALID',
  severity: Severity.ERROR,
  means: 'an invalid extended resource, device class, or number of `pods` of a device',
  fix: 'copy what `kubectl describe node` prints; for `pods`, use a whole number',
  *check({ extendedResources = {}, deviceClasses = [], devices = [] }) {
    for (const { name, pods = 1 } of devices)
      if (!Number.isSafeInteger(pods) || pods < 1)
        yield {
          given: `the device ${name} for ${pods} pods`,
          allowed: 'but that is a whole number of at least 1',
          fix: 'Set how many pods may have it at once, or leave it out for one.',
        };
    for (const [name, count] of Object.entries(extendedResources))
      if (!isExtendedResource(name) || !Number.isSafeInteger(count) || count < 1)
        yield {
          given: `${count} of "${name}"`,
          allowed: 'but an extended resource has a domain in its name, and a whole number of at least 1',
          fix: 'Copy it from the capacity in kubectl describe node.',
        };
    for (const name of deviceClasses)
      if (!isDnsName(name))
        yield {
          given: `the device class "${name}"`,
          allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."',
          fix: 'Use the name that kubectl get deviceclass shows.',
        };
  },
});

const DEVICE_DUPLICATE = onFacts({
  code: 'DEVICE-DUPLICATE',
  severity: Severity.ERROR,
  means: 'two devices with one name',
  fix: 'give each its own name',
  *check({ nodes }) {
    for (const name of duplicates(nodes.flatMap((node) => (node.devices ?? []).map((device) => device.name))))
      yield { path: `devices/${name}`, given: `two devices named ${name}`, allowed: 'but apps find a device by its name', fix: 'Give each its own name.' };
  },
});

const DEVICE_PATH = onNodes({
  code: 'DEVICE-PATH',
  severity: Severity.ERROR,
  means: 'a device outside `/dev`',
  fix: 'use a path that stays the same, such as `/dev/serial/by-id/…`',
  *check({ devices = [] }) {
    for (const { name, path } of devices)
      if (!isBelowDev(path))
        yield {
          given: `the device ${name} at "${path}"`,
          allowed: 'but devices are below /dev',
          fix: 'Use a path that stays the same, such as /dev/serial/by-id/….',
        };
  },
});

/** Rules about the pools and devices of nodes. */
export const DEVICE_RULES: readonly FactsRule[] = [DEVICE_DUPLICATE, POOL_DUPLICATE, POOL_SIZE, POOL_OVERCOMMIT, POOL_DEVICES, HARDWARE, DEVICE_PATH];
