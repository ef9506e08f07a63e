import { applyAcceptances, type Finding, FindingsError, formatFinding, Severity } from '../../lib/cluster/finding';

function finding(code: string, severity: Severity): Finding {
  return { code, severity, path: 'lab/worker/blog', given: 'this', allowed: 'but that', fix: 'Fix it.' };
}

const WARNING = finding('HA-ONE-NODE', Severity.WARNING);

test('a finding reads as code, path, given, allowed, and below them how to fix it', () => {
  expect(formatFinding(WARNING)).toBe('HA-ONE-NODE  lab/worker/blog: this, but that.\n             Fix it.');
});

test('its line, where it has one, comes last', () => {
  expect(formatFinding({ ...WARNING, at: 'main.ts:12:1' })).toBe(
    'HA-ONE-NODE  lab/worker/blog: this, but that.\n             Fix it.\n             at main.ts:12:1',
  );
});

test('a warning is accepted by its code with a reason', () => {
  expect(applyAcceptances([WARNING], [{ code: 'HA-ONE-NODE', reason: 'a lab' }])).toEqual({ open: [], accepted: [{ finding: WARNING, reason: 'a lab' }] });
});

test('a warning is not accepted by the code of another', () => {
  expect(applyAcceptances([WARNING], [{ code: 'CAPACITY-ON-LOSS', reason: 'a lab' }])).toEqual({ open: [WARNING], accepted: [] });
});

test.each(['', '  ', '\n'])('a warning is not accepted for the reason %j', (reason) => {
  expect(applyAcceptances([WARNING], [{ code: 'HA-ONE-NODE', reason }])).toEqual({ open: [WARNING], accepted: [] });
});

test('an error cannot be accepted', () => {
  const stubborn = finding('NAME-CLASH', Severity.ERROR);
  expect(applyAcceptances([stubborn], [{ code: 'NAME-CLASH', reason: 'please' }])).toEqual({ open: [stubborn], accepted: [] });
});

test('a note can be accepted', () => {
  const note = finding('IMAGE-BY-TAG', Severity.NOTE);
  expect(applyAcceptances([note], [{ code: 'IMAGE-BY-TAG', reason: 'a lab' }])).toEqual({ open: [], accepted: [{ finding: note, reason: 'a lab' }] });
});

test('one acceptance covers every finding of its code', () => {
  const { open, accepted } = applyAcceptances([WARNING, { ...WARNING, path: 'lab/worker/wiki' }], [{ code: 'HA-ONE-NODE', reason: 'a lab' }]);
  expect(open).toEqual([]);
  expect(accepted.map((one) => one.finding.path)).toEqual(['lab/worker/blog', 'lab/worker/wiki']);
});

test('the error that stops a synthesis shows every finding whole, and keeps them as data', () => {
  const both = [finding('ONE', Severity.ERROR), finding('TWO', Severity.WARNING)];
  const error = new FindingsError(both);
  expect(error.message).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 2 findings.

    ONE  lab/worker/blog: this, but that.
         Fix it.

    TWO  lab/worker/blog: this, but that.
         Fix it.
    "
  `);
  expect(error.name).toBe('FindingsError');
  expect(error.findings).toBe(both);
  expect(error).toBeInstanceOf(Error);
});

test('the error counts a single finding in the singular, and its stack says no place in the library', () => {
  const error = new FindingsError([WARNING]);
  expect(error.message.split('\n')[0]).toBe('Synthesis stopped, nothing was written: 1 finding.');
  expect(error.stack).toBe(`${error.message}    at App.synth (cdk8s-availability)`);
});
