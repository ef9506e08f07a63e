import { AccessMode, type PlannedClaim } from '../availability/model/plan';
import { classInWords } from '../availability/storage/claims';
import { listed } from '../cluster/names';
import { listIn } from '../cluster/parts';
import { quantityOf } from '../kubernetes/quantity';
import type { RawJudge } from './raw-judges';

interface ClaimSpec {
  readonly accessModes?: unknown;
  readonly storageClassName?: string | null;
  readonly resources?: { readonly requests?: { readonly storage?: unknown } | null } | null;
}

type Difference = readonly [has: string, said: string];

/** A claim that an app does not create is judged by what the app says of it. What the claim leaves out is not known here. */
export const CLAIMS: RawJudge = ({ kind, metadata: { name } }, spec: ClaimSpec, near) => {
  for (const [{ ask }, claim] of near.mounted(name)) {
    const unlike = [...differences(claim, spec)];
    if (claim.exists !== true || unlike.length === 0) continue;
    return {
      given: `a ${kind} with ${listed(unlike.map(([has]) => has))}`,
      allowed: `but ${ask.name} says of it ${listed(unlike.map(([, said]) => said))}`,
      fix: 'Say the same in both.',
    };
  }
  return undefined;
};

function* differences({ volume, storageClass, accessMode }: PlannedClaim, spec: ClaimSpec): Iterable<Difference> {
  const { storageClassName, resources } = spec;
  if (typeof storageClassName === 'string' && storageClass !== undefined && storageClassName !== storageClass)
    yield [classInWords(storageClassName), classInWords(storageClass)];
  const modes = listIn<string>(spec.accessModes);
  if (modes.length > 0 && !modesLike(accessMode, volume.readOnly).some((mode) => modes.includes(mode))) yield [listed(modes), accessMode];
  const { size } = volume.options.claim ?? {};
  const bytes = quantityOf(resources?.requests?.storage);
  if (size !== undefined && bytes !== undefined && bytes !== size.bytes) yield [`${resources?.requests?.storage}`, `${size}`];
}

/** An app cannot say ReadWriteOncePod or ReadOnlyMany of a claim that exists. */
function modesLike(said: AccessMode, readOnly: boolean): readonly string[] {
  if (said === AccessMode.READ_WRITE_MANY) return readOnly ? [said, 'ReadOnlyMany'] : [said];
  return [said, AccessMode.READ_WRITE_ONCE_POD];
}
