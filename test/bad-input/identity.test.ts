import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { type AnyAppProps, messagesOf } from '../support';

function said(overrides: Partial<AnyAppProps>): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, overrides);
}

/** What is said of an app with these ports and these names on the web. */
function reached(ports: readonly Port[], ...hosts: string[]): string {
  return said({ network: { ports, routes: hosts.map((host) => ({ host })) } });
}

describe('names', () => {
  test('refuses an app name that Kubernetes would not take', () => {
    expect(said({ name: 'My_Blog', namespace: 'blog' })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/My_Blog: the name "My_Blog", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                    Give the construct another id, or set name."
    `);
  });

  test('refuses an app name that is too long', () => {
    expect(said({ name: 'a'.repeat(64), namespace: 'blog' })).toBe(
      `NAME-INVALID  lab/worker/${'a'.repeat(64)}: the name "${'a'.repeat(64)}", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".\n              Give the construct another id, or set name.`,
    );
  });

  test('refuses a namespace that Kubernetes would not take', () => {
    expect(said({ namespace: 'Web Apps' })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the namespace "Web Apps", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                    Set another namespace."
    `);
  });

  test('refuses a pod label that Kubernetes would not take', () => {
    expect(said({ podLabels: { 'example.com/team': 'two words' } })).toMatchInlineSnapshot(`
      "LABEL-INVALID  lab/worker/blog: the label example.com/team=two words, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                     Correct the key or the value."
    `);
  });

  test('refuses a pod label that selectors stand on', () => {
    expect(said({ podLabels: { 'app.kubernetes.io/name': 'other' } })).toMatchInlineSnapshot(`
      "LABEL-INVALID  lab/worker/blog: the label app.kubernetes.io/name, but selectors and the model rely on labels with that prefix.
                     Use your own prefix."
    `);
  });

  test('refuses a pod annotation whose key Kubernetes would not take', () => {
    expect(said({ podAnnotations: { 'a/b/c': 'anything goes here' } })).toMatchInlineSnapshot(`
      "LABEL-INVALID  lab/worker/blog: the annotation a/b/c, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                     Correct the key."
    `);
    expect(said({ podAnnotations: { 'example.com/note': 'anything goes here' } })).toBe('');
  });
});

describe('ports', () => {
  test('takes HTTP, TCP and UDP ports side by side, and one number with two protocols', () => {
    expect(reached([Port.http(80), Port.tcp(53, 'dns'), Port.udp(53, 'dns-udp')])).toBe('');
  });

  test('refuses a port name that Kubernetes would not take', () => {
    expect(reached([Port.tcp(80, 'a-very-long-port-name')])).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the port name "a-very-long-port-name", but Kubernetes accepts at most 15 of a-z, 0-9 and "-".
                    Shorten it."
    `);
  });

  test.each(['80', 'a--b', '-a', 'a-', 'HTTP', ''])('refuses the port name %j', (name) => {
    expect(reached([Port.tcp(80, name)])).toBe(
      `PORT-INVALID  lab/worker/blog: the port name "${name}", but Kubernetes accepts at most 15 of a-z, 0-9 and "-".\n              Shorten it.`,
    );
  });

  test('refuses a port number that is none', () => {
    expect(reached([Port.tcp(70_000, 'dns').exposedAs(53)])).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the port 70000, but ports are 1 to 65535.
                    Use another number."
    `);
    expect(reached([Port.tcp(53, 'dns').exposedAs(0)])).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the port 0, but ports are 1 to 65535.
                    Use another number."
    `);
  });

  test('refuses two ports of one name', () => {
    expect(reached([Port.http(80), Port.http(8080)])).toMatchInlineSnapshot(`
      "PORT-CLASH  lab/worker/blog: two ports named http, but each port needs its own name.
                  Rename one of them."
    `);
  });

  test('refuses two ports of one number and protocol', () => {
    expect(reached([Port.http(80), Port.tcp(80, 'other')])).toMatchInlineSnapshot(`
      "PORT-CLASH  lab/worker/blog: two ports 80/TCP, but only one program can listen there.
                  Remove one of them."
    `);
  });

  test('refuses two ports behind one number of the Service', () => {
    expect(reached([Port.http(8080).exposedAs(80), Port.tcp(80, 'other')])).toMatchInlineSnapshot(`
      "PORT-CLASH  lab/worker/blog: two ports 80/TCP of the Service, but a Service has each number once.
                  Use exposedAs with another number."
    `);
    expect(reached([Port.http(8080).exposedAs(80), Port.tcp(80, 'other').unexposed()])).toBe('');
  });

  test('refuses a Service without a port', () => {
    expect(said({ network: { ports: [Port.http(80).unexposed()], service: { type: ServiceType.LOAD_BALANCER } } })).toMatchInlineSnapshot(`
      "SERVICE-WITHOUT-PORT  lab/worker/blog: a Service, but the app has no port for it.
                            Add one to network.ports."
    `);
  });
});

describe('hosts', () => {
  test('takes a host and a wildcard', () => {
    expect(reached([Port.http(80)], 'blog.lab.example', '*.blog.lab.example')).toBe('');
  });

  test('refuses a host with a scheme', () => {
    expect(reached([Port.http(80)], 'https://blog.lab.example')).toMatchInlineSnapshot(`
      "HOST-INVALID  lab/worker/blog: the host "https://blog.lab.example", but a host is a DNS name in lower case.
                    Write it without scheme, port or path."
    `);
  });

  test('refuses a path that does not start at the root', () => {
    expect(said({ network: { ports: [Port.http(80)], routes: [{ host: 'lab.example', paths: ['blog'] }] } })).toMatchInlineSnapshot(`
      "HOST-INVALID  lab/worker/blog: the path "blog" of lab.example, but a path starts with "/".
                    Use "/blog"."
    `);
  });

  test('refuses a host for an app that speaks no HTTP', () => {
    expect(reached([Port.tcp(143, 'imap')], 'mail.lab.example')).toMatchInlineSnapshot(`
      "ROUTE-WITHOUT-PORT  lab/worker/blog: mail.lab.example, but the ports of the Service are imap.
                          Add a Port.http, or name one of them."
    `);
    expect(reached([], 'mail.lab.example')).toMatchInlineSnapshot(`
      "ROUTE-WITHOUT-PORT  lab/worker/blog: mail.lab.example, but the ports of the Service are none.
                          Add a Port.http, or name one of them."
    `);
  });

  test('refuses a host that leads to a port which the Service has not', () => {
    const ports = [Port.http(80), Port.http(8080, 'admin').unexposed()];
    expect(said({ network: { ports, routes: [{ host: 'admin.lab.example', port: 'admin' }] } })).toMatchInlineSnapshot(`
      "ROUTE-WITHOUT-PORT  lab/worker/blog: admin.lab.example on the port admin, but the ports of the Service are http.
                          Name it in network.service.ports, or in a Service of network.services."
    `);
  });
});
