import type { ReportApp } from '../availability/report/report';
import type { Report } from './report';

type Apps = Pick<Report, 'apps' | 'jobs' | 'agents'>;
type LikeWhich = ReadonlyMap<ReportApp, ReportApp>;

/** Of a report: its page and its Markdown both ask. */
const known = new WeakMap<Apps, LikeWhich>();

/** Every app of a report, jobs and agents too. */
export function allApps({ apps, jobs = [], agents = [] }: Apps): readonly ReportApp[] {
  return [...apps, ...jobs, ...agents];
}

/** Of apps that are decided alike but for their own names, the first one. Those that are not in it have decisions of their own. */
export function decidedLike(report: Apps): LikeWhich {
  const like = known.get(report) ?? likeWhich(allApps(report));
  known.set(report, like);
  return like;
}

function likeWhich(apps: readonly ReportApp[]): LikeWhich {
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
