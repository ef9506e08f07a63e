import type { ReportApp } from '../availability/report/report';

/** Of apps that are decided alike but for their own names, the first one. Those that are not in it have decisions of their own. */
export function decidedLike(apps: readonly ReportApp[]): ReadonlyMap<ReportApp, ReportApp> {
  const firsts = new Map<string, ReportApp>();
  const like = new Map<ReportApp, ReportApp>();
  for (const app of apps) {
    const key = withoutName(app);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, app);
    else like.set(app, first);
  }
  return like;
}

/** Its name as a word of its own: `wiki-config` has it, `wikipedia` has not. */
function withoutName({ name, decisions, allowances }: ReportApp): string {
  return JSON.stringify([decisions, allowances]).replaceAll(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g'), '…');
}

/** In place of its own decisions. @param first the name of the other one */
export function likeInWords(first: string): string {
  return `Decided as ${first} is, with its own name in place of that one's.`;
}
