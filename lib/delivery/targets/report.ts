import { secretCopies } from '../../monitoring/app-scrapes';
import { asHtml } from '../../report/html/page';
import { Drawing } from '../../report/html/picture';
import { asMarkdown } from '../../report/markdown';
import { type Report, reportOf } from '../../report/report';
import type { ClusterOutput, Output } from '../output';
import { filledFolders } from './filled-folders';
import { missingFirst } from './needs';
import type { Target } from './target';

/** The report of a cluster: a page and Markdown for people, JSON for programs. */
export const REPORT: Target = {
  objects: () => [],
  files(output) {
    const { cluster } = output;
    if (cluster === undefined) return new Map();
    const report = reportIn(output, cluster);
    const drawing = new Drawing(report);
    return new Map([
      [`${cluster.path}/report/cluster.svg`, Buffer.from(drawing.file())],
      [`${cluster.path}/report/index.html`, Buffer.from(asHtml(report, drawing))],
      [`${cluster.path}/report/report.json`, Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`)],
      [`${cluster.path}/report/report.md`, Buffer.from(asMarkdown(report))],
    ]);
  },
};

/** What the report of a cluster says. */
export function reportIn(output: Output, { facts, plans, accepted, notes, analysis }: ClusterOutput): Report {
  const folders = filledFolders(output).map(({ name, after }) => ({ name, after }));
  const report = reportOf({ facts, plans, accepted, notes, analysis: analysis() }, folders);
  return { ...report, needs: missingFirst([...report.needs, ...secretCopies(plans)], output.units) };
}
