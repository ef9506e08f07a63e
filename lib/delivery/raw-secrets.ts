import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import type { Finding } from '../cluster/finding';
import { listed } from '../cluster/names';
import { found } from '../cluster/rule';
import { isReference, isSecretFile, isSecretVariable, Place, type PublicTexts, secretsIn, textOf, withoutPublic } from '../cluster/secrets';
import { groupOf } from '../kubernetes/kinds';
import { WORKLOADS } from './raw-rules';
import { readObject } from './readable';
import { SECRET_IN_OBJECT } from './rules';

const FIX_SECRET = 'Bring it with SOPS, External Secrets or by hand, outside of the output, or give publicTexts of the App with a reason.';
const FIX_OTHER = 'Name a Secret instead, or give publicTexts of the App with the reason why it is public.';

interface Plain {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
  readonly data?: unknown;
  readonly binaryData?: unknown;
  readonly stringData?: unknown;
  readonly spec?: unknown;
}

/** Secrets in objects outside of apps: what a program writes is committed. */
export function rawSecrets(root: IConstruct, texts: PublicTexts): Finding[] {
  const findings: Finding[] = [];
  const visit = (construct: IConstruct) => {
    if (construct instanceof AppConstruct) return;
    if (ApiObject.isApiObject(construct) && mayHold(construct as ApiObject)) {
      const read = readObject(construct as ApiObject);
      const said = 'odd' in read ? [] : read.manifests.flatMap((one) => [...secretsOf(one, texts)]);
      for (const [given, fix] of new Map(said))
        findings.push(found(SECRET_IN_OBJECT, construct.node.path, { given, allowed: 'but its values would end up in Git', fix }));
    }
    for (const child of construct.node.children) visit(child);
  };
  visit(root);
  return findings;
}

/** Without writing it out, which takes long for many objects. */
function mayHold({ apiVersion, kind }: ApiObject): boolean {
  return isSecret({ apiVersion, kind }) || isList({ kind }) || isConfig({ apiVersion, kind }) || isDescribed({ apiVersion, kind });
}

function isSecret({ apiVersion, kind }: Plain): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}
function isConfig({ apiVersion, kind }: Plain): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap';
}
function isList({ kind }: Plain): boolean {
  return typeof kind === 'string' && kind.endsWith('List');
}
/** Its pods have variables and commands, or its values become those. */
function isDescribed({ apiVersion, kind }: Plain): boolean {
  const group = groupOf(`${apiVersion}`);
  return WORKLOADS.has(`${group}/${kind}`) || (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease');
}

function* secretsOf(object: Plain, texts: PublicTexts): Iterable<readonly [given: string, fix: string]> {
  const what = `the ${object.kind} ${object.metadata?.name ?? 'without a name'}`;
  if (isSecret(object)) {
    const keys = [...entriesOf(object.data), ...entriesOf(object.stringData)].flatMap(([key, value]) => (isWritten(value, texts) ? [key] : []));
    if (keys.length > 0) yield [`${what} with ${listed(keys)}`, FIX_SECRET];
  }
  if (isConfig(object)) {
    const binary = entriesOf(object.binaryData).map(([key, value]) => [key, textOf(Buffer.from(`${value}`, 'base64')) ?? ''] as const);
    const keys = [...entriesOf(object.data), ...binary].flatMap(([key, value]) => {
      const text = withoutPublic(`${value}`, texts);
      return isSecretVariable(key, text) || isSecretFile(text) ? [key] : [];
    });
    if (keys.length > 0) yield [`${what} with something that looks like a secret in ${listed(keys)}`, FIX_OTHER];
  }
  if (isDescribed(object)) for (const { what: where } of secretsIn(object.spec, texts)) yield [`${what} with ${where}`, FIX_OTHER];
}

/** A text in which Flux fills in variables, or which SOPS encrypted, is none yet. */
function isWritten(value: unknown, texts: PublicTexts): boolean {
  const text = withoutPublic(`${value ?? ''}`, texts);
  return text !== '' && !/^ENC\[.*\]$/s.test(text) && !isReference(text, Place.ENV);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: unknown): readonly (readonly [key: string, value: unknown])[] {
  return isPlain(value) ? Object.entries(value) : [];
}
