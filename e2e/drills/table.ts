import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from '../programs';
import type { Drill } from './drill';
import { MODELLED } from './modelled';
import type { Result } from './play-all';

const FILE = join(__dirname, '..', '..', 'docs', 'drills.md');

const HEAD = `# Drills

What the model says of failures, and what a real control plane did. \`npm run drills\` plays every row again and writes this page; \`npm run drills -- zones fates\` plays these and writes their sections; \`npm run drills -- quick\` plays what CI plays, and writes nothing. Each drill has a control plane of its own, with what this library synthesizes for the cluster and the apps of the drill. The machines are played; \`e2e/README.md\` says how, and what is not imitated.

A predicted time is a window that the functions in \`lib/availability\` compute from the flags of the control plane. Where a time is the kubelet's or a controller's own, the drill adds it, from the list in \`e2e/drills/kubelet-times.ts\`, which names its source. The model leaves room for slow starts and attachments; the played ones are known to the second, so what was seen is also held against the narrower window *as played*.

Rows that begin with the id of a failure (\`site:a: data\`) hold the [engine](engine.md) against what happened: its kind of outcome, and its time. An app of which no pod was where something failed is held against what the engine says of the best place. Whether somebody must act is tried: while the nodes are still dead a person sets the taint \`out-of-service\`, and what is back then was "down until a person acts".
`;

/** Writes the drills that were played into docs/, and leaves the sections of the others as they are. */
export function writeTable(drills: readonly Drill[], results: readonly Result[], date: string): void {
  const versions = `Kubernetes ${pinned('kubernetes-1.36')}, etcd ${pinned('etcd')}, ${date}.`;
  const before = sectionsOf(readFileSync(FILE, 'utf8'));
  const sections = drills.flatMap(({ name }) => {
    const played = results.find((it) => it.drill.name === name);
    return (played === undefined ? before.get(name) : section(played, versions)) ?? [];
  });
  writeFileSync(FILE, `${[HEAD, MODELLED, ...sections].join('\n')}\n`);
}

/** By the name of its drill. */
function sectionsOf(page: string): ReadonlyMap<string, string> {
  const [, ...sections] = page.trimEnd().split(/\n(?=## )/);
  return new Map(sections.map((text) => [/^## (.+)$/m.exec(text)?.[1] ?? '', `${text.trimEnd()}\n`]));
}

function section({ drill, rows, failure }: Result, versions: string): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = rows.map((row) => `| ${cell(row.what)} | ${cell(row.predicted)} | ${cell(row.played ?? '')} | ${cell(row.wrong ?? row.seen)} |`);
  const failed = failure === undefined ? [] : ['', `It was not played to its end: ${failure.split('\n')[0]}`];
  const table = ['| what | predicted | as played | seen |', '|---|---|---|---|', ...lines, ...failed].join('\n');
  return [`## ${drill.name}`, '', `${drill.what}. ${versions}`, '', table, ''].join('\n');
}
