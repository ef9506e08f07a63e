import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from '../programs';
import type { Result } from './play-all';

const FILE = join(__dirname, '..', '..', 'docs', 'drills.md');

const HEAD = `# Drills

What the model says of failures, and what a real control plane did. \`npm run drills\` plays every row again and writes this page; \`npm run drills -- quick\` plays what CI plays, and writes nothing. Each drill has a control plane of its own, with what this library synthesizes for the cluster and the apps of the drill. The machines are played; [e2e/README.md](../e2e/README.md) says how, and what is not imitated.

A predicted time is a window that the functions in \`lib/availability\` compute from the flags of the control plane; none is written down in a drill.
`;

/** Writes the last full run into docs/. */
export function writeTable(results: readonly Result[], date: string): void {
  const versions = `Kubernetes ${pinned('kubernetes-1.36')}, etcd ${pinned('etcd')}, ${date}.`;
  writeFileSync(FILE, `${[HEAD, versions, ...results.map(section)].join('\n')}\n`);
}

function section({ drill, rows }: Result): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = rows.map((row) => `| ${cell(row.what)} | ${cell(row.predicted)} | ${cell(row.wrong ?? row.seen)} |`);
  return ['', `## ${drill.name}`, '', `${drill.what}.`, '', '| what | predicted | seen |', '|---|---|---|', ...lines].join('\n');
}
