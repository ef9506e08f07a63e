import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import type { PlacedSaid } from '../cluster/rule';
import { firstClaimsOf } from '../kubernetes/claim-templates';
import type { Manifest } from '../kubernetes/manifest';
import { quantityOf } from '../kubernetes/quantity';
import { CLAIM, claimsOf, renamedApps, renamedClaims, successor, usersOf } from './data';
import { inWords, textAt } from './fields';
import { fixedFields } from './fixed-fields';
import { type ChangeRule, changed, gone, keyOf, type Pair, placeOf } from './model';
import { applied, isKept, kubectl, refused, steps } from './words';

const SIZE = 'spec.resources.requests.storage';

export const CLAIM_GONE: ChangeRule = {
  code: 'CHANGE-CLAIM-GONE',
  severity: Severity.ERROR,
  means: 'a claim, or a StatefulSet with claims, that is no longer written: its data stays where nothing uses it, or goes',
  fix: 'bring it back, or save what is in it, and accept the change',
  *check(pair) {
    const moved = movedClaims(pair);
    const renamed = renamedClaims(pair);
    for (const { object } of gone(pair, CLAIM)) {
      const key = keyOf(object);
      if (moved.has(key) || renamed.has(key)) continue;
      const users = usersOf(pair, object);
      // It stays as it is, and so do those who mount it: somebody else's claim now.
      if (users.length > 0 && pair.hasFlux && isKept(object)) continue;
      yield { path: placeOf(pair, object), given: `the claim of ${inWords(textAt(object, SIZE))} is no longer written`, ...afterwards(pair, object, users) };
    }
    const apps = renamedApps(pair);
    for (const { object } of gone(pair, new Set(['StatefulSet']))) {
      const names = firstClaimsOf(object);
      // Other rules speak of those that have another name or kind.
      if (names.length === 0 || apps.has(keyOf(object)) || successor(pair.after, object) !== undefined) continue;
      const deletes = textAt(object, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete';
      yield {
        path: placeOf(pair, object),
        given: `the StatefulSet is no longer written, which made the claims ${listed(names)} and those of its other pods`,
        allowed: `and once it is deleted${pair.hasFlux ? ', as Flux does,' : ''} its pods stop, ${deletes ? 'and Kubernetes deletes their claims with the data (whenDeleted: Delete)' : 'while their claims stay with the data, and nothing uses or frees them'}`,
        fix: steps(
          'If you want to keep the app, write it again, with the same name and class.',
          `If the data must outlive it, ${deletes ? 'set whenDeleted to Retain and apply that first' : 'save it now'}.`,
          `If it may go, accept this change, and delete the claims by hand once ${applied(pair)}: ${kubectl('delete', { ...object, kind: 'pvc', metadata: { ...object.metadata, name: names.join(' ') } })}.`,
        ),
      };
    }
  },
};

/** What becomes of a claim that nothing writes any more. */
function afterwards(pair: Pair, claim: Manifest, users: readonly Manifest[]): Pick<PlacedSaid, 'allowed' | 'fix'> {
  if (users.length > 0) {
    return {
      allowed: `but ${stillMounted(users)} it, and ${pair.hasFlux ? 'Flux deletes it: what wrote it did not say that Flux must keep it. Its data is lost once no pod holds it' : 'what applies the files may leave it or delete it'}`,
      fix: steps(
        'Write the claim again: the app whose volume it was, or an object of your own.',
        `If somebody else writes it now, see that nothing deletes it${pair.hasFlux ? ': add the annotation kustomize.toolkit.fluxcd.io/prune: disabled to it, and apply that first' : ''}. Then accept this change. Do not delete it: it is in use.`,
      ),
    };
  }
  if (pair.hasFlux && !isKept(claim)) {
    return {
      allowed: 'and Flux deletes it: what wrote it did not say that Flux must keep it. Unless its storage class retains volumes, its data is lost',
      fix: steps(
        'If the data must stay, write the claim again, apply that (synthesis now marks claims so that Flux keeps them), and only then remove it.',
        'If it may go, save what is in it, and accept this change.',
      ),
    };
  }
  return {
    allowed: `and ${pair.hasFlux ? 'Flux leaves it in the cluster (it is marked so)' : 'what applies the files may leave it or delete it'}: pods no longer see its data, and nobody frees its space`,
    fix: steps(
      'If the app still needs the data, write its volume again, with the same path, name and class.',
      'If it may go, save what is in it, and accept this change.',
      `Once ${applied(pair)}, delete it by hand: ${kubectl('delete', { ...claim, kind: 'pvc' })}.`,
    ),
  };
}

/** `deployment wiki still mounts` */
function stillMounted(users: readonly Manifest[]): string {
  const names = users.map(({ kind, metadata }) => `${kind.toLowerCase()} ${metadata.name}`);
  return `${listed(names)} still ${users.length === 1 ? 'mounts' : 'mount'}`;
}

/** The claims of apps that have another name or namespace: CHANGE-APP-RENAMED speaks of them. */
function movedClaims(pair: Pair): ReadonlySet<string> {
  return new Set([...renamedApps(pair).values()].flatMap(({ was }) => claimsOf(was.object)));
}

export const CLAIM_RENAMED: ChangeRule = {
  code: 'CHANGE-CLAIM-RENAMED',
  severity: Severity.ERROR,
  means: 'a claim with another name: the app starts with an empty volume, and its data stays in the old one',
  fix: 'keep the name, or copy the data first',
  *check(pair) {
    for (const {
      was: { object },
      now,
    } of renamedClaims(pair).values()) {
      const users = usersOf(pair, object);
      const left = users.length === 0 ? 'where nothing uses it' : `which ${stillMounted(users)}`;
      yield {
        path: placeOf(pair, object),
        given: `the claim is called ${now.object.metadata.name} now`,
        allowed: `but that is another claim, and empty: the app restarts without its data, which ${pair.hasFlux && !isKept(object) ? 'Flux deletes with the old claim' : `stays in the old claim, ${left}`}`,
        fix: steps(
          'If the new name does not matter, keep the old one: it follows from the path of the volume, or is its name.',
          'If it does, leave the old volume where it is, and first add the new one beside it, at another path and with a name of its own. Apply that, and copy the data while the app writes nothing.',
          `Then remove the old volume, let the new one take its path and keep its name, and accept what is said of that.${users.length === 0 ? ` Once ${applied(pair)} and the app has its data, delete the old claim: ${kubectl('delete', { ...object, kind: 'pvc' })}.` : ''}`,
        ),
      };
    }
  },
};

export const CLAIM_SHRINKS: ChangeRule = {
  code: 'CHANGE-CLAIM-SHRINKS',
  severity: Severity.ERROR,
  means: 'a claim that asks for less than before: volumes only grow',
  fix: 'keep the size, or copy the data into a smaller claim',
  *check(pair) {
    for (const [before, after] of changed(pair, CLAIM)) {
      const [had, asks] = [textAt(before.object, SIZE), textAt(after.object, SIZE)];
      if (!((quantityOf(asks) ?? 0) < (quantityOf(had) ?? 0)) || asks === undefined) continue;
      yield {
        path: placeOf(pair, after.object),
        given: `the claim asks for ${asks} and had ${had}`,
        allowed: refused(pair, after),
        fix: steps(`Keep ${had}: volumes grow, but never shrink.`, ...anotherClaim(pair)),
      };
    }
  },
};

/** Fields of a claim besides its size. Source: ValidatePersistentVolumeClaimUpdate of Kubernetes. */
const WORDS: { readonly [path: string]: string } = {
  'spec.storageClassName': 'storage class',
  'spec.accessModes': 'access modes',
  'spec.volumeMode': 'volume mode',
  'spec.volumeName': 'volume',
  'spec.selector': 'selector',
  'spec.dataSource': 'data source',
  'spec.dataSourceRef': 'data source',
};

export const CLAIM_IMMUTABLE: ChangeRule = fixedFields(
  {
    code: 'CHANGE-CLAIM-IMMUTABLE',
    means: 'a claim with another storage class, access mode, volume mode, volume or source: only its size can change',
    fix: 'keep it as it was, or copy the data into another claim',
  },
  [...CLAIM],
  Object.fromEntries(Object.keys(WORDS).map((path) => [path, path === 'spec.volumeMode' ? 'Filesystem' : undefined])),
  (pair, after, { path, was, is }) => ({
    given: `the ${WORDS[path]} of the claim was ${inWords(was)}, and is ${inWords(is)} now`,
    allowed: refused(pair, after),
    fix: steps(`Leave the ${WORDS[path]} as it was: of a claim that exists, only the size can change.`, ...anotherClaim(pair)),
  }),
);

function anotherClaim(pair: Pair): readonly string[] {
  return [
    'If it must change, add a volume with another name to the app, so that there is a second claim, and apply that.',
    'Stop the app, copy the data from one to the other, and use the new one in place of the old.',
    `Accept what is said of that step, and delete the old claim once ${applied(pair)} and the app has its data.`,
  ];
}

export const CLAIM_RULES: readonly ChangeRule[] = [CLAIM_GONE, CLAIM_RENAMED, CLAIM_SHRINKS, CLAIM_IMMUTABLE];
