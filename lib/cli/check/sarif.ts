import { type Finding, Severity } from '../../cluster/finding';
import { RULES } from '../../rules';
import { STANDARD_INPUT } from './files';
import type { CheckReport } from './report';

const LEVELS: { readonly [severity in Severity]: string } = { [Severity.ERROR]: 'error', [Severity.WARNING]: 'warning', [Severity.NOTE]: 'note' };

/**
 * SARIF 2.1.0, as code scanning of GitHub and others read it. Source: docs.oasis-open.org/sarif/sarif/v2.1.0.
 * @param facts the file of the facts: what is of no object is said there
 */
export function asSarif({ findings }: CheckReport, version: string, facts: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-availability',
            version,
            informationUri: 'https://www.npmjs.com/package/cdk8s-availability',
            rules: codes.map(described),
          },
        },
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVELS[finding.severity],
          message: { text: `${finding.path}: ${finding.given}, ${finding.allowed}. ${finding.fix}` },
          locations: [placeOf(finding, facts)],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function described(id: string): object {
  const { means, fix } = RULES.find(({ code }) => code === id) ?? { means: id, fix: id };
  return { id, shortDescription: { text: means }, help: { text: fix } };
}

/** Code scanning of GitHub refuses a whole log in which a result has no file or no line. Source: microsoft/sarif-sdk, rule GH1001. */
function placeOf({ at, path }: Finding, facts: string): object {
  const [, file = '', line = '1'] = /^(.*?)(?::(\d+))?(?::\d+)?$/.exec(at ?? facts) ?? [];
  const uri = file === STANDARD_INPUT ? 'stdin' : file.split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: Number(line) } }, logicalLocations: [{ fullyQualifiedName: path }] };
}
