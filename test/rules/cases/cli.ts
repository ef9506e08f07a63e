import { exported } from '../../../lib/cli/check/facts-file';
import { CommandError } from '../../../lib/cli/command-error';
import { factsFile } from '../../../lib/cli/facts/write';
import type { Finding } from '../../../lib/cluster/finding';
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

export const CLI_CASES = {
  'CLUSTER-UNREADABLE': {
    fires: stopping(() => factsFile('', 'standard input')),
    silent: stopping(() => factsFile(list(machine('one')), 'standard input')),
  },
  'FACTS-UNREADABLE': {
    fires: stopping(() => exported({ nodes: [] }, 'facts.ts')),
    silent: stopping(() => exported({ facts: { nodes: [], controlPlane: {} } }, 'facts.ts')),
  },
} satisfies Cases;
