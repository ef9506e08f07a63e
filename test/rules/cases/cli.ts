import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exported } from '../../../lib/cli/check/facts-file';
import { CommandError } from '../../../lib/cli/command-error';
import { acceptedIn } from '../../../lib/cli/diff/accept';
import { reportIn } from '../../../lib/cli/diff/base';
import { explained } from '../../../lib/cli/explain/explain';
import { factsFile } from '../../../lib/cli/facts/write';
import { wantedClusters } from '../../../lib/cli/program/clusters';
import { findProgram } from '../../../lib/cli/program/find';
import { styleFor } from '../../../lib/cli/terminal/style';
import type { Finding } from '../../../lib/cluster/finding';
import type { Report } from '../../../lib/report/report';
import { list, machine } from '../../cli/clusters';
import type { Cases } from '../case';

/** The findings that stop a command. */
function stopping(act: () => unknown): () => readonly Finding[] {
  return () => {
    try {
      act();
    } catch (error) {
      if (error instanceof CommandError) return error.findings;
      throw error;
    }
    return [];
  };
}

/** The homelab, as a run of its program would report it. */
const REPORT = readFileSync(join(__dirname, '../../../dist/homelab/report/report.json'), 'utf8');
const HOMELAB = { path: 'homelab', outdir: 'dist', report: JSON.parse(REPORT) as Report };

function explain(app: string, failure: string): () => readonly Finding[] {
  return stopping(() => explained([HOMELAB], app, { failure }, styleFor({})));
}

export const CLI_CASES = {
  'CLUSTER-UNREADABLE': {
    fires: stopping(() => factsFile('', 'standard input')),
    silent: stopping(() => factsFile(list(machine('one')), 'standard input')),
  },
  'FACTS-UNREADABLE': {
    fires: stopping(() => exported({ nodes: [] }, 'facts.ts')),
    silent: stopping(() => exported({ facts: { nodes: [], controlPlane: {} } }, 'facts.ts')),
  },
  'PROGRAM-UNREADABLE': {
    fires: stopping(() => findProgram(undefined, '/nowhere')),
    silent: stopping(() => findProgram('jest.config.js', join(__dirname, '../../..'))),
  },
  'CLUSTER-UNKNOWN': {
    fires: stopping(() => wantedClusters([HOMELAB], 'homlab')),
    silent: stopping(() => wantedClusters([HOMELAB], 'homelab')),
  },
  'APP-UNKNOWN': { fires: explain('sonar', 'node:load'), silent: explain('sonarr', 'node:load') },
  'FAILURE-UNKNOWN': { fires: explain('sonarr', 'node:lead'), silent: explain('sonarr', 'node:load') },
  'DIFF-WITHOUT-BASE': {
    fires: stopping(() => reportIn('{}', 'HEAD:dist/homelab/report/report.json')),
    silent: stopping(() => reportIn(REPORT, 'HEAD:dist/homelab/report/report.json')),
  },
  'DIFF-ACCEPT': {
    fires: stopping(() => acceptedIn('sonarr node:load')),
    silent: stopping(() => acceptedIn('sonarr node:load: there is no second way in')),
  },
} satisfies Cases;
