import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from '../programs';
import type { Result } from './play-all';

const FILE = join(__dirname, '..', '..', 'docs', 'drills.md');

const HEAD = `# Drills

What the model says of failures, and what a real control plane did. \`npm run drills\` plays every row again and writes this page; \`npm run drills -- quick\` plays what CI plays, and writes nothing. Each drill has a control plane of its own, with what this library synthesizes for the cluster and the apps of the drill. The machines are played; \`e2e/README.md\` says how, and what is not imitated.

A predicted time is a window that the functions in \`lib/availability\` compute from the flags of the control plane. Where a time is the kubelet's or a controller's own, the drill adds it, from the list in \`e2e/drills/kubelet-times.ts\`, which names its source. The model leaves room for slow starts and attachments; the played ones are known to the second, so what was seen is also held against the narrower window *as played*.
`;

/** Writes the last full run into docs/. */
export function writeTable(results: readonly Result[], date: string): void {
  const versions = `Kubernetes ${pinned('kubernetes-1.36')}, etcd ${pinned('etcd')}, ${date}.`;
  writeFileSync(FILE, `${[HEAD, versions, ...results.map(section)].join('\n')}\n`);
}

function section({ drill, rows, failure }: Result): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = rows.map((row) => `| ${cell(row.what)} | ${cell(row.predicted)} | ${cell(row.played ?? '')} | ${cell(row.wrong ?? row.seen)} |`);
  const failed = failure === undefined ? [] : ['', `It was not played to its end: ${failure.split('\n')[0]}`];
  return ['', `## ${drill.name}`, '', `${drill.what}.`, '', '| what | predicted | as played | seen |', '|---|---|---|---|', ...lines, ...failed].join('\n');
}
