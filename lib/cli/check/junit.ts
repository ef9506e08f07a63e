import { type Finding, Severity } from '../../cluster/finding';
import type { CheckReport } from './report';
import { isServed, nodeDies, toldOf } from './told';

/** JUnit XML, as CI systems show it: a test for each workload, which fails by its errors. Warnings and notes are its output. */
export function asJunit(report: CheckReport): string {
  const { workloads, findings } = report;
  const { ofAll, ofOne } = toldOf(report);
  const paths = new Set(workloads.map(({ path }) => path));
  const others = [...new Set(findings.map(({ path }) => path).filter((path) => !paths.has(path)))];
  const of = (path: string) => findings.filter((one) => one.path === path);
  const cases = [
    ...workloads.map((one) => testCase(one.path, of(one.path), [nodeDies(one), ...ofOne(one.path), ...(isServed(one) ? ofAll : [])])),
    ...others.map((path) => testCase(path, of(path))),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk8s-availability" tests="${cases.length}" failures="${failing(findings)}">`,
    `  <testsuite name="check" tests="${cases.length}" failures="${failing(findings)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function failing(findings: readonly Finding[]): number {
  return new Set(findings.filter(isError).map(({ path }) => path)).size;
}

function isError({ severity }: Finding): boolean {
  return severity === Severity.ERROR;
}

function testCase(path: string, findings: readonly Finding[], failures: readonly string[] = []): string {
  const errors = findings.filter(isError);
  const [first] = errors;
  const rest = findings.filter((one) => !isError(one)).map(sentence);
  const output = [...failures, ...rest];
  return [
    `    <testcase classname="check" name="${escaped(path)}">`,
    ...(first === undefined
      ? []
      : [`      <failure type="${first.code}" message="${escaped(sentence(first))}">${escaped(errors.map(sentence).join('\n'))}</failure>`]),
    ...(output.length === 0 ? [] : [`      <system-out>${escaped(output.join('\n'))}</system-out>`]),
    '    </testcase>',
  ].join('\n');
}

function sentence({ code, given, allowed, fix, at }: Finding): string {
  return `${code}: ${given}, ${allowed}. ${fix}${at === undefined ? '' : ` (${at})`}`;
}

/** XML has no control characters, also not escaped. */
function escaped(text: string): string {
  const signs: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
