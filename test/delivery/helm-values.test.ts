import { App, type ChartValue, Cluster, DrbdStorage, HelmChart, Patch, type SinglePod, SinglePodFlexible } from '../../lib';
import { clusterProps, messages } from '../support';
import { chart, refusal, wikiProps } from './charted';

const TIMEOUT = '/spec/template/spec/containers/0/readinessProbe/timeoutSeconds';
const props = {
  ...wikiProps,
  args: ['--log', 'info'],
  patches: [Patch.add('Deployment', '/spec/template/spec/setHostnameAsFQDN', false, 'its licence is bound to a name')],
};

/** A value of the app wiki, unless it says more. */
type Given = Partial<ChartValue>;

const LOG: Given = { name: 'logLevel', object: 'Deployment', path: '/spec/template/spec/containers/0/args/1', comment: 'How much it logs.' };

function inWiki(of: SinglePod, given: Given): ChartValue {
  return { of, name: 'timeout', object: 'Deployment', path: TIMEOUT, comment: 'How long an answer may take, in seconds.', ...given };
}

function cluster(): Cluster {
  const made = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps() });
  new DrbdStorage(made.storage, 'drbd', { pool: 'nvme' });
  return made;
}

/** What stands against values of a chart. */
function against(...given: readonly Given[]): string {
  const lab = cluster();
  const wiki = new SinglePodFlexible(lab.workers, 'wiki', props);
  new HelmChart(lab, 'chart', { of: [wiki], version: '1.0.0', values: given.map((one) => inWiki(wiki, one)) });
  return messages((lab.node.root as App).build().findings);
}

/** The chart with values of its app. */
function charted(...given: readonly Given[]) {
  const values: ChartValue[] = [];
  const of = (lab: Cluster) => {
    const wiki = new SinglePodFlexible(lab.workers, 'wiki', props);
    values.push(...given.map((one) => inWiki(wiki, one)));
    return [wiki];
  };
  return chart(of, { values });
}

test('one line makes a field of an object a value, with its comment and its limits', () => {
  const files = charted({ ...LOG, oneOf: ['debug', 'info'] }, { min: 1, max: 10 });
  expect(files['values.yaml']).toContain('  # How much it logs.\n  logLevel: info\n  # How long an answer may take, in seconds.\n  timeout: 5\n');
  expect(files['templates/worker/wiki.yaml']).toContain('- {{ toJson $app.logLevel }}\n');
  expect(files['templates/worker/wiki.yaml']).toContain('timeoutSeconds: {{ toJson $app.timeout }}\n');
  expect(files['README.md']).toContain('| `wiki.logLevel` | `"info"` | How much it logs. |');
  expect(refusal(files, 'wiki.logLevel', 'warn')).toBe('must be equal to one of the allowed values');
  expect(refusal(files, 'wiki.timeout', 11)).toBe('must be <= 10');
  expect(refusal(files, 'wiki.timeout', 2.5)).toBe('must be integer');
  expect(refusal(files, 'wiki.timeout', 10)).toBe('');
});

test('a text, a boolean and a list keep their types', () => {
  const files = charted({ ...LOG, pattern: '^[a-z]+$' }, { name: 'fqdn', path: '/spec/template/spec/setHostnameAsFQDN' });
  expect(refusal(files, 'wiki.logLevel', 'DEBUG')).toBe('must match pattern "^[a-z]+$"');
  expect(refusal(files, 'wiki.fqdn', 'yes')).toBe('must be boolean');
  const listed = charted({ name: 'arguments', path: '/spec/template/spec/containers/0/args' });
  expect(listed['templates/worker/wiki.yaml']).toContain('args: {{ toJson $app.arguments }}\n');
  expect(refusal(listed, 'wiki.arguments', ['--log', 'debug', '--fast'])).toBe('');
  expect(refusal(listed, 'wiki.arguments', [1])).toBe('must be string');
});

test('what the class decides is no value, and the message says what decides it', () => {
  expect(
    against(
      { path: '/spec/strategy/type' },
      { path: '/spec/template/spec/terminationGracePeriodSeconds' },
      { path: '/spec/template/spec/containers/0/readinessProbe/periodSeconds', min: 1, max: 10 },
      { path: '/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem' },
      { path: '/spec/template/metadata/labels/cdk8s-availability~1class' },
      { object: 'Service', path: '/spec/ports/0/port' },
    ),
  ).toMatchInlineSnapshot(`
"HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /spec/strategy/type in the Deployment wiki, but the class, the facts and the props decide that, and no value may.
                    Choose another class.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/terminationGracePeriodSeconds in the Deployment wiki, but there is nothing.
                    Check the path in the object in dist/.

HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/periodSeconds in the Deployment wiki, but the class, the facts and the props decide that, and no value may.
                    Use health.readiness.

HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem in the Deployment wiki, but the class, the facts and the props decide that, and no value may.
                    Use security, such as security.allow.

HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /spec/template/metadata/labels/cdk8s-availability~1class in the Deployment wiki, but the class, the facts and the props decide that, and no value may.
                    Use podLabels or podAnnotations, with a prefix of your own.

HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /spec/ports/0/port in the Service wiki, but the class, the facts and the props decide that, and no value may.
                    Use network.service or network.services."
`);
});

test('a place that is none, or that is a value already, is refused', () => {
  expect(
    against(
      { path: '/spec/replicas' },
      { path: '/spec/template/spec/containers/0/env/0/value' },
      { path: '/spec/template/spec' },
      { path: '/spec/none' },
      { object: 'Secret' },
      { object: 'ConfigMap', path: '/data/page.tmpl' },
      { name: 'image' },
      { name: 'log-level' },
    ),
  ).toMatchInlineSnapshot(`
"HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/replicas in the Deployment wiki, but this is a value already.
                    Remove it: values.yaml has the other one.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/env/0/value in the Deployment wiki, but this is a value already.
                    Remove it: values.yaml has the other one.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec in the Deployment wiki, but there is no text, number, boolean, or list of them.
                    Check the path in the object in dist/.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/none in the Deployment wiki, but there is nothing.
                    Check the path in the object in dist/.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki in Secret, but the app has ConfigMap/wiki-themes, PersistentVolumeClaim/wiki-data, Deployment/wiki, Service/wiki, NetworkPolicy/wiki and Ingress/wiki.
                    Name one of them.

HELM-VALUE-DECIDED  lab/chart: the value timeout of wiki at /data/page.tmpl in the ConfigMap wiki-themes, but the class, the facts and the props decide that, and no value may.
                    Change the files of the volume, so that the pods restart, or set reloads if the app reads changes by itself.

HELM-VALUE-INVALID  lab/chart: the value image of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but image is a value already.
                    Rename it.

HELM-VALUE-INVALID  lab/chart: the value log-level of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but templates name it by letters, digits and "_".
                    Rename it."
`);
});

test('limits that the default breaks, that Kubernetes refuses, or that helm cannot read are refused', () => {
  expect(
    against(
      {},
      { min: 6, max: 10 },
      { min: -1, max: 10 },
      { oneOf: [1, 'five', 5] },
      { oneOf: [1, 2] },
      { pattern: '5' },
      { ...LOG, pattern: '^(?!debug)' },
      { ...LOG, pattern: '(' },
      { ...LOG, pattern: '^[A-Z]+$' },
      { ...LOG, max: 1 },
    ),
  ).toMatchInlineSnapshot(`
"HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but without limits Kubernetes would refuse some numbers only when they are installed.
                    Give min and max, or oneOf.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but 5, which is there now, and so is the default, is not from 6 to 10.
                    Change the limits.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, with -1 at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds, but it must be at least 0.
                    Allow less. Write a greater number.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, with a string at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds, but it must be a whole number of 32 bits.
                    Allow less. Write a whole number of 32 bits.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but oneOf lacks 5, which is there now, and so is the default.
                    Add it.

HELM-VALUE-INVALID  lab/chart: the value timeout of wiki at /spec/template/spec/containers/0/readinessProbe/timeoutSeconds in the Deployment wiki, but pattern is for texts.
                    Remove it.

HELM-VALUE-INVALID  lab/chart: the value logLevel of wiki at /spec/template/spec/containers/0/args/1 in the Deployment wiki, but helm cannot read its pattern.
                    Write a regular expression without (?…) and \\1.

HELM-VALUE-INVALID  lab/chart: the value logLevel of wiki at /spec/template/spec/containers/0/args/1 in the Deployment wiki, but helm cannot read its pattern.
                    Write a regular expression without (?…) and \\1.

HELM-VALUE-INVALID  lab/chart: the value logLevel of wiki at /spec/template/spec/containers/0/args/1 in the Deployment wiki, but "info", which is there now, and so is the default, does not match its pattern.
                    Change the pattern.

HELM-VALUE-INVALID  lab/chart: the value logLevel of wiki at /spec/template/spec/containers/0/args/1 in the Deployment wiki, but min and max are for numbers.
                    Use pattern or oneOf."
`);
});

test('a value of an app that is not in the chart is refused', () => {
  const lab = cluster();
  const [wiki, other] = ['wiki', 'other'].map((name) => new SinglePodFlexible(lab.workers, name, { ...props, network: {}, volumes: [] }));
  if (wiki === undefined || other === undefined) throw new Error('unreachable');
  new HelmChart(lab, 'chart', { of: [wiki], version: '1.0.0', values: [inWiki(other, { min: 1, max: 5 })] });
  expect(messages((lab.node.root as App).build().findings)).toMatchInlineSnapshot(`
"HELM-VALUE-INVALID  lab/chart: the value timeout of lab/worker/other, but the chart has no such app.
                    Pass an app of the chart in of, or remove the value."
`);
});
