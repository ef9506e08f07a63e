import { Testing } from 'cdk8s';
import { Port, SinglePodFlexible } from '../../lib';
import { Patch } from '../../lib/availability/ask/patch';
import { lab } from '../lab';
import { appProps, controlPlane, messages } from '../support';

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const add = (path: string, value: unknown, object = 'Deployment') => Patch.add(object, path, value, 'a test');
const replace = (path: string, value: unknown) => Patch.replace('Deployment', path, value, 'a test');
const props = (...patches: Patch[]) => appProps({ network: { ports: [Port.http(8080)] }, patches });
const refused = (...patches: Patch[]) => messages(new SinglePodFlexible(Testing.chart(), 'blog', props(...patches)).findings);

describe('the API server refuses, and so is refused here,', () => {
  test.each<[string, Patch]>([
    [`a string at ${CONTAINER}/stdin`, add(`${CONTAINER}/stdin`, 'yes')],
    [`1 at ${CONTAINER}/tty`, add(`${CONTAINER}/tty`, 1)],
    [`7 at ${CONTAINER}/workingDir`, add(`${CONTAINER}/workingDir`, 7)],
    [`a string at ${CONTAINER}/command`, add(`${CONTAINER}/command`, 'sleep')],
    [`1 at ${CONTAINER}/command/0`, add(`${CONTAINER}/command`, [1, '2'])],
    [`null at ${CONTAINER}/command/0`, add(`${CONTAINER}/command`, [null])],
    [`a string at ${POD}/enableServiceLinks`, replace(`${POD}/enableServiceLinks`, 'no')],
    [`-1 at /spec/revisionHistoryLimit`, replace('/spec/revisionHistoryLimit', -1)],
    [`a string at /spec/revisionHistoryLimit`, replace('/spec/revisionHistoryLimit', '3')],
    [`3000000000 at /spec/revisionHistoryLimit`, replace('/spec/revisionHistoryLimit', 3e9)],
    [`a list at ${POD}/dnsConfig`, add(`${POD}/dnsConfig`, [])],
    [`an object at ${POD}/hostAliases`, add(`${POD}/hostAliases`, { ip: '10.0.0.1' })],
    [`1 at ${CONTAINER}/env/0/value`, add(`${CONTAINER}/env`, [{ name: 'A', value: 1 }])],
    [`"Foo" at /spec/sessionAffinity`, add('/spec/sessionAffinity', 'Foo', 'Service')],
    [`/spec/sessionAffinityConfig without`, add('/spec/sessionAffinityConfig', { clientIP: { timeoutSeconds: 10 } }, 'Service')],
    [`"Dual" at /spec/ipFamilyPolicy`, add('/spec/ipFamilyPolicy', 'Dual', 'Service')],
    [`dnsPolicy None without a name server at ${POD}`, add(`${POD}/dnsPolicy`, 'None')],
    [`4 items at ${POD}/dnsConfig/nameservers`, add(`${POD}/dnsConfig`, { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] })],
    [`"dns" at ${POD}/dnsConfig/nameservers/0`, add(`${POD}/dnsConfig`, { nameservers: ['dns'] })],
    [`"Not Valid" at ${POD}/hostname`, add(`${POD}/hostname`, 'Not Valid')],
    [`"A.B" at ${POD}/subdomain`, add(`${POD}/subdomain`, 'A.B')],
    [`"nope" at ${POD}/hostAliases/0/ip`, add(`${POD}/hostAliases`, [{ ip: 'nope', hostnames: ['a.example'] }])],
    [`"_" at ${POD}/hostAliases/0/hostnames/0`, add(`${POD}/hostAliases`, [{ ip: '10.0.0.1', hostnames: ['_'] }])],
    [`"a b" at ${POD}/readinessGates/0/conditionType`, add(`${POD}/readinessGates`, [{ conditionType: 'a b' }])],
    [
      `value and valueFrom at ${CONTAINER}/env/0`,
      add(`${CONTAINER}/env`, [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]),
    ],
    [`valueFrom with 0 sources at ${CONTAINER}/env/0`, add(`${CONTAINER}/env`, [{ name: 'A', valueFrom: {} }])],
    [`no name of an object at ${CONTAINER}/envFrom/0/secretRef/name`, add(`${CONTAINER}/envFrom`, [{ secretRef: { name: 'NOT OK' } }])],
    [`none at ${CONTAINER}/envFrom/0`, add(`${CONTAINER}/envFrom`, [{ prefix: 'A_' }])],
    [`9999 at ${CONTAINER}/lifecycle/preStop/sleep/seconds`, add(`${CONTAINER}/lifecycle`, { preStop: { sleep: { seconds: 9999 } } })],
    [`${CONTAINER}/lifecycle/stopSignal without an operating system`, add(`${CONTAINER}/lifecycle`, { stopSignal: 'SIGKILL' })],
    [`a NUL character at ${CONTAINER}/env/0/value`, add(`${CONTAINER}/env`, [{ name: 'A', value: 'a\0b' }])],
    [`a NUL character at ${CONTAINER}/args/1`, add(`${CONTAINER}/args`, ['a', 'b\0'])],
    [`-1 at ${CONTAINER}/livenessProbe/timeoutSeconds`, add(`${CONTAINER}/livenessProbe`, { tcpSocket: { port: 8080 }, timeoutSeconds: -1 })],
  ])('%s', (given, patch) => {
    const said = refused(patch);
    expect(said).toMatch(/^PATCH-REFUSED /);
    expect(said).toContain(given);
    expect(said).not.toContain('\n\n');
  });

  test('a patch without a value, which writes nothing', () => {
    expect(refused(add('/spec/minReadySeconds', undefined))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that adds /spec/minReadySeconds in the Deployment without a value, but nothing would be written.
                     Write the value of the field."
    `);
  });

  test('with what the type is, and what to do', () => {
    expect(refused(add(`${CONTAINER}/stdin`, 'yes'))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves a string at /spec/template/spec/containers/0/stdin in the Deployment blog, but it must be true or false.
                     Write true or false."
    `);
    expect(refused(add('/spec/sessionAffinity', 'Foo', 'Service'))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves "Foo" at /spec/sessionAffinity in the Service blog, but it must be one of ClientIP and None.
                     Use one of them."
    `);
    expect(refused(add(`${CONTAINER}/lifecycle`, { preStop: { sleep: { seconds: 31 } } }))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves 31 at /spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds in the Deployment blog, but it must be from 0 to the 30 seconds that the pod has to end.
                     Write fewer seconds."
    `);
  });
});

test.each<[string, Patch]>([
  ['a switch', add(`${CONTAINER}/stdin`, true)],
  ['words', add(`${CONTAINER}/command`, ['sleep', 'infinity'])],
  ['an empty list', add(`${CONTAINER}/command`, [])],
  ['a field that is null', add(`${CONTAINER}/tty`, null)],
  ['no history', replace('/spec/revisionHistoryLimit', 0)],
  ['an enum', add('/spec/sessionAffinity', 'ClientIP', 'Service')],
  ['an empty enum, which is its default', add(`${POD}/dnsPolicy`, '')],
  ['a port by name', replace(`${CONTAINER}/startupProbe/tcpSocket/port`, 8081)],
  [
    'name servers',
    add(`${POD}/dnsConfig`, { nameservers: ['10.0.0.1', 'fd00::1'], searches: ['_tcp.home.example.', '.'], options: [{ name: 'ndots', value: '2' }] }),
  ],
  ['a host alias', add(`${POD}/hostAliases`, [{ ip: '10.0.0.1', hostnames: ['nas.home.example'] }])],
  ['a readiness gate', add(`${POD}/readinessGates`, [{ conditionType: 'example.com/ready' }])],
  ['a variable of a field', add(`${CONTAINER}/env`, [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])],
  ['a sleep as long as the pod may take to end', add(`${CONTAINER}/lifecycle`, { preStop: { sleep: { seconds: 30 } } })],
])('accepts %s', (_what, patch) => {
  expect(refused(patch)).toBe('');
});

test('a newer Kubernetes may have more values, but no other types', () => {
  const said = (patch: Patch) => {
    const cluster = lab({ controlPlane: controlPlane({ version: '1.37.0' }) });
    return messages(new SinglePodFlexible(cluster.workers, 'blog', props(patch)).findings);
  };
  expect(said(add('/spec/sessionAffinity', 'Foo', 'Service'))).toBe('');
  expect(said(add(`${CONTAINER}/stdin`, 'yes'))).toContain('PATCH-REFUSED');
});
