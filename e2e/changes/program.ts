import type { Finding } from '../../lib';
import { dangers, older, type Output as Texts } from '../../test/changes/outputs';
import { Output } from '../dist';
import { place } from '../files';
import { filesOf, NAME } from '../lab';
import { all, type Case, type Declare, RAW, raw } from './case';
import { APP_CASES } from './cases/apps';
import { DATA_CASES } from './cases/data';
import { OBJECT_CASES } from './cases/objects';

export const CASES: readonly Case[] = [...DATA_CASES, ...APP_CASES, ...OBJECT_CASES];

/** What no case asks for, and is said too. */
const ASIDE = ['CHANGE-CLAIM-GONE lab/PersistentVolumeClaim/attic/attic-data', 'CHANGE-CLASS-LOWERED lab/worker/many'];
/** Files of a version of the library that did not tell Flux what to keep. */
const OLDER = /^lab\/worker\/(older|attic|namespace-attic)\.yaml$/;

/** Of what is not of the library. */
const namespace = raw(['v1', 'Namespace'], RAW, {}, 'storage');

export const BEFORE = all(namespace, ...CASES.map((it) => it.before));
export const AFTER = all(namespace, ...CASES.map((it) => it.after));

/** What the library writes. */
export function textsOf(declare: Declare): Texts {
  const files = filesOf(declare, { flux: { url: 'https://git.example/lab.git' } });
  return new Map([...files].map(([path, content]) => [path, content.toString()]));
}

/** As `textsOf`, with a few files as an older version wrote them. */
export function before(): Texts {
  const texts = textsOf(BEFORE);
  return new Map([...texts, ...older(new Map([...texts].filter(([path]) => OLDER.test(path))))]);
}

/** Writes texts as a folder, for Flux. */
export function written(root: string, texts: Texts): Output {
  place(root, texts);
  return new Output(root, NAME);
}

/** What the library says of the change of each case, and what it says beside that. */
export function findingsOf(from: Texts, to: Texts): { readonly of: (one: Case) => Finding; readonly others: readonly string[] } {
  const findings = dangers(from, to);
  const title = ({ code, path }: Finding) => `${code} ${path}`;
  const mine = new Set([...ASIDE, ...CASES.map(({ code, path }) => `${code} ${NAME}/${path}`)]);
  return {
    of: ({ code, path }) => {
      const found = findings.find((it) => title(it) === `${code} ${NAME}/${path}`);
      if (found === undefined) throw new Error(`nothing is said of it; said is: ${findings.map(title).join(', ')}`);
      return found;
    },
    others: findings.map(title).filter((it) => !mine.has(it)),
  };
}
