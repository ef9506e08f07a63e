import type { Exception } from './exceptions';
import type { Judgement, Remark } from './judge';

/** One line of the outcome. */
export interface Line {
  readonly ok: boolean;
  readonly text: string;
}

/** `*` stands for any text. */
function matches(pattern: string, object: string): boolean {
  const [first = '', ...rest] = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${[first, ...rest].join('.*')}$`).test(object);
}

/** Whether the exception is made for this; of its objects, for the one that is named if any is. */
function excuses({ rule, objects, says }: Exception, remark: Remark, pattern?: string): boolean {
  if (rule !== remark.rule || (says !== undefined && says !== remark.says)) return false;
  return (pattern === undefined ? objects : [pattern]).some((one) => matches(one, remark.object));
}

/** A line for each rule of a judge, and one for each exception that excuses nothing any more. */
export function verdict(judge: string, { rules, remarks }: Judgement, exceptions: readonly Exception[]): Line[] {
  const own = exceptions.filter((one) => one.judge === judge);
  const lines = [...rules].sort().flatMap((rule): Line[] => {
    const said = remarks.filter((remark) => remark.rule === rule);
    const open = said.filter((remark) => !own.some((one) => excuses(one, remark)));
    if (open.length > 0) return open.map((remark) => ({ ok: false, text: `${judge} ${rule}: ${remark.object}: ${remark.says}` }));
    return [{ ok: true, text: `${judge} ${rule}${said.length === 0 ? '' : `: ${said.length} listed in exceptions.ts`}` }];
  });
  const stale = own.flatMap((one) =>
    one.objects
      .filter((pattern) => !remarks.some((remark) => excuses(one, remark, pattern)))
      .map((pattern) => ({ ok: false, text: `${judge} ${one.rule}: ${pattern}: listed in exceptions.ts, but nothing is said of it` })),
  );
  return [...lines, ...stale];
}
