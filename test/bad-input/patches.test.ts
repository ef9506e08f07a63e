import { Testing } from 'cdk8s';
import { HighlyAvailable, Port, SinglePodFlexible, Size, Volume } from '../../lib';
import { Patch } from '../../lib/availability/ask/patch';
import { lab } from '../lab';
import { appProps, controlPlane, messages, refusalOf } from '../support';

/** An app with patches, in a chart of the user's own. */
function patched(...patches: Patch[]) {
  const app = new SinglePodFlexible(Testing.chart(), 'blog', appProps({ patches }));
  return messages(app.findings);
}

/** The Deployment after the patches. */
function deployment(...patches: Patch[]): unknown {
  const chart = Testing.chart();
  new SinglePodFlexible(chart, 'blog', appProps({ patches }));
  return Testing.synth(chart).find((object) => object.kind === 'Deployment');
}

const CONTAINER = '/spec/template/spec/containers/0';

describe('a patch that meets its place', () => {
  test('adds, replaces and removes fields', () => {
    const object = deployment(
      Patch.add('Deployment', '/spec/template/spec/hostname', 'blog', 'it prints its name'),
      Patch.replace('Deployment', '/spec/revisionHistoryLimit', 1, 'one is enough'),
      Patch.remove('Deployment', '/spec/template/spec/enableServiceLinks', 'it looks for other apps by environment'),
    );
    expect(object).toHaveProperty(['spec', 'template', 'spec', 'hostname'], 'blog');
    expect(object).toHaveProperty(['spec', 'revisionHistoryLimit'], 1);
    expect(object).not.toHaveProperty(['spec', 'template', 'spec', 'enableServiceLinks']);
  });

  test('walks into lists, at their end too', () => {
    const start = { exec: { command: ['sync', 'away'] } };
    const patches = [
      Patch.add('Deployment', `${CONTAINER}/stdin`, true, 'it reads'),
      Patch.add('Deployment', `${CONTAINER}/lifecycle`, { postStart: start }, 'a test'),
      Patch.add('Deployment', `${CONTAINER}/lifecycle/postStart/exec/command/-`, 'home', 'a test'),
      Patch.remove('Deployment', `${CONTAINER}/lifecycle/postStart/exec/command/1`, 'a test'),
    ];
    const object = deployment(...patches);
    expect(object).toHaveProperty(['spec', 'template', 'spec', 'containers', 0, 'stdin'], true);
    expect(object).toHaveProperty(['spec', 'template', 'spec', 'containers', 0, 'lifecycle', 'postStart', 'exec', 'command'], ['sync', 'home']);
    // Patches may share a value: it stays as it was written.
    expect(start.exec.command).toEqual(['sync', 'away']);
  });

  test('finds keys with a slash in them', () => {
    const object = deployment(Patch.replace('Deployment', '/metadata/labels/app.kubernetes.io~1managed-by', 'hand', 'it is patched'));
    expect(object).toHaveProperty(['metadata', 'labels', 'app.kubernetes.io/managed-by'], 'hand');
  });

  test('applies in the order in which it was written', () => {
    const object = deployment(Patch.add('Deployment', '/spec/minReadySeconds', 1, 'first'), Patch.replace('Deployment', '/spec/minReadySeconds', 2, 'second'));
    expect(object).toHaveProperty(['spec', 'minReadySeconds'], 2);
  });
});

describe('refuses a patch', () => {
  test('of a field that is not there', () => {
    expect(patched(Patch.replace('Deployment', '/spec/replica', 2, 'a typing error'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that replaces /spec/replica in the Deployment, but there is no /spec/replica.
                     Check the path in the object in dist/."
    `);
  });

  test('that removes what is not there', () => {
    expect(patched(Patch.remove('Deployment', '/spec/template/spec/hostname', 'it should go'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that removes /spec/template/spec/hostname in the Deployment, but there is no /spec/template/spec/hostname.
                     Check the path in the object in dist/."
    `);
  });

  test('that adds below something that is not there, and names the part', () => {
    expect(patched(Patch.add('Deployment', '/spec/template/spec/dnsConfig/options', [], 'it asks too often'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that adds /spec/template/spec/dnsConfig/options in the Deployment, but there is no /spec/template/spec/dnsConfig.
                     Check the path in the object in dist/."
    `);
  });

  test('that walks through a plain value', () => {
    const app = new SinglePodFlexible(
      Testing.chart(),
      'blog',
      appProps({ patches: [Patch.add('Deployment', '/spec/revisionHistoryLimit/max', 2, 'a mistake')] }),
    );
    expect(app.findings.map(({ code, given, allowed }) => `${code}: ${given}, ${allowed}`)).toEqual([
      'PATCH-NOWHERE: a patch that adds /spec/revisionHistoryLimit/max in the Deployment, but /spec/revisionHistoryLimit is a value, not an object or a list',
    ]);
  });

  test('of an item that a list has not', () => {
    expect(patched(Patch.replace('Deployment', '/spec/template/spec/containers/1', {}, 'a sidecar'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that replaces /spec/template/spec/containers/1 in the Deployment, but there is no /spec/template/spec/containers/1.
                     Check the path in the object in dist/."
    `);
    expect(patched(Patch.add('Deployment', '/spec/template/spec/containers/3', {}, 'a sidecar'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that adds /spec/template/spec/containers/3 in the Deployment, but there is no /spec/template/spec/containers/3.
                     Check the path in the object in dist/."
    `);
    expect(patched(Patch.replace('Deployment', '/spec/template/spec/containers/-', {}, 'a sidecar'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that replaces /spec/template/spec/containers/- in the Deployment, but there is no /spec/template/spec/containers/-.
                     Check the path in the object in dist/."
    `);
    expect(patched(Patch.replace('Deployment', '/spec/template/spec/containers/blog', {}, 'by name'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that replaces /spec/template/spec/containers/blog in the Deployment, but there is no /spec/template/spec/containers/blog.
                     Check the path in the object in dist/."
    `);
  });

  test('that writes a field which Kubernetes does not have', () => {
    expect(patched(Patch.add('Deployment', '/spec/template/spec/nodeNme', 'w1', 'a slip'))).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves the field /spec/template/spec/nodeNme in the Deployment blog, but Kubernetes 1.36 has none of that name there.
                     Use nodeName."
    `);
    const inFields = Patch.add('Deployment', `${CONTAINER}/lifecycle`, { postStart: { exec: { comand: ['sync'] } } }, 'a slip below');
    expect(patched(inFields)).toMatchInlineSnapshot(`
      "PATCH-REFUSED  test/blog: a patch that leaves the field /spec/template/spec/containers/0/lifecycle/postStart/exec/comand in the Deployment blog, but Kubernetes 1.36 has none of that name there.
                     Use command."
    `);
    expect(patched(Patch.add('NetworkPolicy', '/spec/policytypes', [], 'another object'))).toContain('Use policyTypes.');
  });

  test('that writes a field which is like no other, if the version of the cluster is known to lack it', () => {
    const said = (version: string) => {
      const patches = [Patch.add('Deployment', '/spec/template/spec/zygote', 'x', 'it is newer')];
      const cluster = lab({ controlPlane: controlPlane({ version }) });
      return messages(new SinglePodFlexible(cluster.workers, 'blog', appProps({ patches })).findings);
    };
    expect(said('1.36.3')).toMatchInlineSnapshot(`
      "PATCH-REFUSED  lab/worker/blog: a patch that leaves the field /spec/template/spec/zygote in the Deployment blog, but Kubernetes 1.36 has none of that name there.
                     Remove it: kubectl explain shows the fields."
    `);
    expect(said('1.37.0')).toBe('');
    expect(patched(Patch.add('Deployment', '/spec/template/spec/zygote', 'x', 'it is newer'))).toBe('');
  });

  test("but keys of one's own are free", () => {
    const patches = [
      Patch.add('Deployment', '/metadata/annotations', { spce: 'x', 'example.com/nodeNme': 'x' }, 'annotations'),
      Patch.add('Deployment', '/metadata/labels/nam', 'x', 'a label'),
      Patch.add('ConfigMap', '/data/metdata', 'x', 'a file'),
      Patch.add('Deployment', `${CONTAINER}/envFrom`, [{ prefix: 'A_', configMapRef: { name: 'a', optional: true } }], 'all of a ConfigMap'),
    ];
    const app = new SinglePodFlexible(
      Testing.chart(),
      'blog',
      appProps({ patches, volumes: [Volume.config('/etc/blog', { files: { a: 'b' }, reloads: true })] }),
    );
    expect(messages(app.findings)).toBe('');
  });

  test('at what is no JSON pointer', () => {
    expect(patched(Patch.add('Deployment', 'spec/minReadySeconds', 2, 'a mistake'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch that adds spec/minReadySeconds in the Deployment, but "spec/minReadySeconds" is not a path: paths start with /.
                     Check the path in the object in dist/."
    `);
  });

  test('of a kind that the app has not', () => {
    expect(patched(Patch.add('Service', '/spec/ipFamilyPolicy', 'PreferDualStack', 'there is IPv6'))).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/blog: a patch of a Service, but the app has Deployment and NetworkPolicy.
                     Name one of them."
    `);
  });

  test('without a reason', () => {
    expect(patched(Patch.add('Deployment', '/spec/minReadySeconds', 2, ' '))).toMatchInlineSnapshot(`
      "PATCH-WITHOUT-REASON  test/blog: a patch of /spec/minReadySeconds without a reason, but the report must say why the props were not enough.
                            Add a reason."
    `);
  });

  test('and each of several, all at once', () => {
    const codes = patched(
      Patch.remove('Deployment', '/spec/nothing', 'one'),
      Patch.remove('Service', '/spec/nothing', 'two'),
      Patch.add('Deployment', '/spec/minReadySeconds', 2, 'this one is sound'),
      Patch.remove('Deployment', '/nothing', 'three'),
    );
    expect(codes.match(/PATCH-NOWHERE/g)).toHaveLength(3);
  });

  test('before anything is synthesized, with the whole message', () => {
    const chart = Testing.chart();
    new SinglePodFlexible(chart, 'blog', appProps({ patches: [Patch.remove('Deployment', '/spec/nothing', 'a mistake')] }));
    expect(refusalOf(() => Testing.synth(chart))).toMatchInlineSnapshot(`
      "Validation failed with the following errors:
        [test/blog] PATCH-NOWHERE  test/blog: a patch that removes /spec/nothing in the Deployment, but there is no /spec/nothing.
                     Check the path in the object in dist/."
    `);
  });
});

describe('an app with several objects of a kind', () => {
  /** A database with two Services, and its objects after the patches. */
  function database(...patches: Patch[]) {
    const chart = Testing.chart();
    const volumes = [Volume.data('/data', { size: Size.gib(1) })];
    const app = new HighlyAvailable(chart, 'db', appProps({ patches, volumes, network: { ports: [Port.tcp(5432, 'sql')] } }));
    return { app, synth: () => Testing.synth(chart).filter((object) => object.kind === 'Service') };
  }

  test('takes patches of one of them by its name', () => {
    const { synth } = database(
      Patch.add('Service/db', '/spec/ipFamilyPolicy', 'PreferDualStack', 'there is IPv6'),
      Patch.add('StatefulSet', '/spec/minReadySeconds', 5, 'it warms up'),
    );
    expect(synth().map(({ metadata, spec }) => `${metadata.name} ${spec.ipFamilyPolicy}`)).toEqual(['db PreferDualStack', 'db-pods undefined']);
  });

  test('refuses one of the kind alone, and says their names', () => {
    const { app } = database(Patch.add('Service', '/spec/ipFamilyPolicy', 'PreferDualStack', 'there is IPv6'));
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "PATCH-AMBIGUOUS  test/db: a patch of a Service, but the app has Service db and Service db-pods.
                       Name one, such as 'Service/db-pods'."
    `);
  });

  test('refuses one of a name that none of them has', () => {
    const { app } = database(Patch.add('Service/pods', '/spec/ipFamilyPolicy', 'PreferDualStack', 'there is IPv6'));
    expect(messages(app.findings)).toMatchInlineSnapshot(`
      "PATCH-NOWHERE  test/db: a patch of a Service pods, but the app has Service db and Service db-pods.
                     Name one of them."
    `);
  });
});
