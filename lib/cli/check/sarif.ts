import { type Finding, Severity } from '../../cluster/finding';
import type { CheckReport } from './report';

const LEVELS: { readonly [severity in Severity]: string } = { [Severity.ERROR]: 'error', [Severity.WARNING]: 'warning', [Severity.NOTE]: 'note' };

/** SARIF 2.1.0, as code scanning of GitHub and others read it. Source: docs.oasis-open.org/sarif/sarif/v2.1.0. */
export function asSarif({ findings }: CheckReport, version: string): string {
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
            rules: codes.map((id) => ({ id })),
          },
        },
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVELS[finding.severity],
          message: { text: `${finding.path}: ${finding.given}, ${finding.allowed}. ${finding.fix}` },
          ...placeOf(finding),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Code scanning shows only what is in a file. */
function placeOf({ at, path }: Finding): object {
  const logicalLocations = [{ fullyQualifiedName: path }];
  const [, file, line] = /^(.*?)(?::(\d+))?(?::\d+)?$/.exec(at ?? '') ?? [];
  if (file === undefined || file === '' || file === 'standard input') return { locations: [{ logicalLocations }] };
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    locations: [{ physicalLocation: { artifactLocation: { uri }, ...(line === undefined ? {} : { region: { startLine: Number(line) } }) }, logicalLocations }],
  };
}
