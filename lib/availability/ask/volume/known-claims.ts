import { type Storage, volumeOfClaim } from '../../../cluster/storage';
import type { Ask } from '../workload';
import { type Volume, VolumeKind } from './volume';

/** What was asked, and what the facts say of the claims in it. What an app says of a claim stays: a rule compares it with the facts. */
export function withKnownClaims(ask: Ask, storage: Storage): Ask {
  const { volumes = [] } = ask.props;
  if (storage.volumes.length === 0 || !volumes.some(isExisting)) return ask;
  return { ...ask, props: { ...ask.props, volumes: volumes.map((volume) => (isExisting(volume) ? described(volume, ask.namespace, storage) : volume)) } };
}

function isExisting({ kind }: Volume): boolean {
  return kind === VolumeKind.CLAIM;
}

function described(volume: Volume, namespace = 'default', { volumes, classes }: Storage): Volume {
  const { claim } = volume.options;
  const known = claim && volumeOfClaim(volumes, `${namespace}/${claim.claimName}`);
  if (claim === undefined || known === undefined) return volume;
  const { size = known.size, readWriteMany = known.readWriteMany } = claim;
  // Of a class that nobody describes, the library knows as little as of none.
  const { storageClass = classes.find(({ name }) => name === known.storageClass)?.name } = claim;
  return volume.ofClaim({ ...claim, size, readWriteMany, storageClass });
}
