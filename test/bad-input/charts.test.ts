import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { App, ChartSource, Cluster, chartFiles, PodSecurityLevel, ThirdPartyChart, type ThirdPartyChartProps, ValuesFrom } from '../../lib';
import { FindingsError } from '../../lib/cluster/finding';
import { clusterProps, messages } from '../support';

const VERSION = { version: '6.9.2' };
const SOUND: ThirdPartyChartProps = {
  chart: ChartSource.oci('oci://ghcr.io/charts/podinfo', VERSION),
  namespace: 'podinfo',
  level: PodSecurityLevel.RESTRICTED,
};
const FILES = chartFiles(join(__dirname, '..', 'systems', 'flux', 'podinfo'));

/** What is said of a program. */
function program(declare: (cluster: Cluster, app: App) => void): string {
  const app = new App({ outdir: '/nowhere' });
  declare(new Cluster(app, 'lab', { facts: clusterProps() }), app);
  return messages(app.build().findings);
}

/** What is said of a chart. */
function said(props: Partial<ThirdPartyChartProps>, id = 'podinfo'): string {
  return program((cluster) => new ThirdPartyChart(cluster.workers, id, { ...SOUND, ...props }));
}

const versions = (...all: readonly string[]) => all.map((version) => said({ chart: ChartSource.oci('oci://ghcr.io/charts/podinfo', { version }) }));

test('refuses versions that move', () => {
  expect(versions('6.x')[0]).toMatchInlineSnapshot(`
    "CHART-VERSION-MOVES  lab/worker/podinfo: the version "6.x", but that may be another chart tomorrow.
                         Write one whole version, like 6.9.2."
  `);
  const moving = ['latest', '', '*', '^6.9.2', '~6.9', '>=6.0.0', '6.9', '6.9.*', '6.9.2 || 7.0.0', '6.9.0 - 7.0.0', 'main'];
  for (const one of versions(...moving)) expect(one).toMatch(/^CHART-VERSION-MOVES/);
  expect(said({ chart: ChartSource.repository('https://charts.example', { chart: 'podinfo', version: '6' }) })).toMatch(/^CHART-VERSION-MOVES/);
  expect(versions('6.9.2', 'v6.9.2', '0.1.0-rc.1', '6.9.2+build.7', '2024.01.02').join('')).toBe('');
});

test('says which version, which source and which namespace are missing', () => {
  expect(said({ chart: ChartSource.oci('oci://ghcr.io/charts/podinfo', {} as never) })).toMatchInlineSnapshot(`
    "SHAPE-MISSING  lab/worker/podinfo/chart/oci: no version, but it must be a string.
                   Add version: '…'."
  `);
  expect(said({ chart: ChartSource.oci('oci://ghcr.io/charts/podinfo', undefined as never) })).toMatchInlineSnapshot(`
    "SHAPE-MISSING  lab/worker/podinfo/chart: no oci, but it must be an object.
                   Add oci: { version }."
  `);
  expect(program((cluster) => new ThirdPartyChart(cluster.workers, 'podinfo', { chart: SOUND.chart } as never))).toMatchInlineSnapshot(`
    "SHAPE-MISSING  lab/worker/podinfo: no namespace, but it must be a string.
                   Add namespace: '…'."
  `);
  expect(said({ chart: 'oci://ghcr.io/charts/podinfo:6.9.2' as never })).toMatchInlineSnapshot(`
    "SHAPE-WRONG  lab/worker/podinfo/chart: a string, but it must be a ChartSource.
                 Write ChartSource.oci(…)."
  `);
  expect(program((cluster) => new ThirdPartyChart(cluster.workers, 'podinfo', undefined as never))).toMatchInlineSnapshot(`
    "SHAPE-MISSING  lab/worker/podinfo: no chart, but it must be a ChartSource.
                   Add chart: ChartSource.oci(…).

    SHAPE-MISSING  lab/worker/podinfo: no namespace, but it must be a string.
                   Add namespace: '…'."
  `);
});

test('refuses a namespace that nothing creates', () => {
  const { level: _, ...props } = SOUND;
  expect(program((cluster) => new ThirdPartyChart(cluster.workers, 'podinfo', props))).toMatchInlineSnapshot(`
    "NAMESPACE-MISSING  lab/worker/podinfo/source: an object in the namespace podinfo, but nothing creates that namespace.
                       Add it to namespaces of the cluster: { 'podinfo': { level: PodSecurityLevel.BASELINE } } creates it, { 'podinfo': { external: true } } says that somebody else does."
  `);
});

test('refuses addresses that Flux refuses, and logins in them', () => {
  expect(said({ chart: ChartSource.oci('https://ghcr.io/charts/podinfo', VERSION) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the address "https://ghcr.io/charts/podinfo", but Flux takes oci:// for this source.
                          Write it as oci://…."
  `);
  expect(said({ chart: ChartSource.oci('oci://ghcr.io/charts/podinfo:6.9.2', VERSION) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the address "oci://ghcr.io/charts/podinfo:6.9.2", but Flux takes the name of the chart there, without tag and digest.
                          Write it like oci://ghcr.io/stefanprodan/charts/podinfo, and tag and digest as version and digest."
  `);
  expect(said({ chart: ChartSource.repository('oci://ghcr.io/charts', { chart: 'podinfo', ...VERSION }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the address "oci://ghcr.io/charts", but Flux takes https:// and http:// for this source.
                          Use ChartSource.oci."
  `);
  expect(said({ chart: ChartSource.git('git@github.com:me/charts.git', { path: 'podinfo', commit: 'a'.repeat(40) }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the address "git@github.com:me/charts.git", but Flux takes https://, http:// and ssh:// for this source.
                          Write it as https://…."
  `);
  expect(said({ chart: ChartSource.repository('https://charts example', { chart: 'podinfo', ...VERSION }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the address "https://charts example", but an address has a host, perhaps a number as the port, and a path without blanks.
                          Write it as its vendor does."
  `);
  const token = `ghp_${'aB3'.repeat(12)}`;
  for (const url of [`https://me:${token}@charts.example`, `https://${token}@charts.example`]) {
    const message = said({ chart: ChartSource.repository(url, { chart: 'podinfo', ...VERSION }) });
    expect(message).toMatch(/^CHART-SOURCE-INVALID {2}lab\/worker\/podinfo: a login in the address/);
    expect(message).not.toContain(token);
  }
  expect(said({ chart: ChartSource.repository(`https://me:${token}@charts.example`, { chart: 'podinfo', ...VERSION }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: a login in the address, but this value would end up in Git.
                          Put it into a Secret, and name that in secretName."
  `);
  expect(said({ chart: ChartSource.oci('oci://registry.lab.example:5000/podinfo', VERSION) })).toBe('');
});

test('refuses what pins nothing: a short digest, a branch, a path out of the repository', () => {
  expect(said({ chart: ChartSource.oci('oci://ghcr.io/charts/podinfo', { ...VERSION, digest: 'sha256:abc', secretName: 'My_Login' }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the Secret "My_Login", but Kubernetes accepts a-z, 0-9, "-" and ".".
                          Use its name in the cluster.

    CHART-SOURCE-INVALID  lab/worker/podinfo: the digest "sha256:abc", but a digest is sha256: and 64 hexadecimal digits.
                          Copy the whole digest."
  `);
  expect(said({ chart: ChartSource.git('https://github.com/me/charts', { path: '../podinfo', commit: 'main' }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the commit "main", but Flux takes all 40 digits of it, and a branch or a tag may move.
                          Use what git rev-parse prints.

    CHART-SOURCE-INVALID  lab/worker/podinfo: the path "../podinfo", but it is a folder of the repository, without "..".
                          Write it from the root of the repository."
  `);
  expect(said({ chart: ChartSource.repository('https://charts.example', { chart: 'bitnami/podinfo', ...VERSION }) })).toMatchInlineSnapshot(`
    "CHART-SOURCE-INVALID  lab/worker/podinfo: the chart "bitnami/podinfo", but its name has letters, digits, "-", "_" and ".".
                          Use its name in the repository, without that of the repository."
  `);
});

test('refuses releases that Helm or Flux refuses', () => {
  expect(said({}, `podinfo-${'x'.repeat(46)}`)).toMatchInlineSnapshot(`
    "CHART-RELEASE-INVALID  lab/worker/podinfo-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: the release "podinfo-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" with 54 characters, but Helm accepts at most 53.
                           Set a shorter name."
  `);
  expect(said({ name: 'x'.repeat(53) })).toBe('');
  expect(said({}, 'Pod_info')).toMatchInlineSnapshot(`
    "CHART-RELEASE-INVALID  lab/worker/Pod_info: the release "Pod_info", but Helm accepts a-z, 0-9, "-" and ".".
                           Set name, or give the construct another id."
  `);
  expect(said({ apiGroups: ['cert-manager.io/v1', 'apps'] })).toMatchInlineSnapshot(`
    "CHART-RELEASE-INVALID  lab/worker/podinfo: the API group "cert-manager.io/v1", but groups of others are DNS names.
                           Write it without the version, like cert-manager.io.

    CHART-RELEASE-INVALID  lab/worker/podinfo: the API group "apps", but groups of others are DNS names.
                           Write it without the version, like cert-manager.io."
  `);
  expect(said({ valuesFrom: [ValuesFrom.secret('Podinfo', { key: 'a/b', path: 'redis password' })] })).toMatchInlineSnapshot(`
    "CHART-RELEASE-INVALID  lab/worker/podinfo: values from "Podinfo", but Kubernetes accepts a-z, 0-9, "-" and ".".
                           Use its name in the cluster.

    CHART-RELEASE-INVALID  lab/worker/podinfo: the key "a/b" of Podinfo, but keys have letters, digits, "-", "_" and ".".
                           Use the one that it has in the cluster.

    CHART-RELEASE-INVALID  lab/worker/podinfo: the path "redis password" for a value of Podinfo, but Flux takes at most 250 letters, digits and -_.\\/, and numbers in brackets.
                           Write it as helm --set does, like redis.password."
  `);
});

test('refuses two releases with one name in a namespace', () => {
  expect(
    program((cluster) => {
      new ThirdPartyChart(cluster.workers, 'one', { ...SOUND, name: 'podinfo' });
      new ThirdPartyChart(cluster.control, 'two', { ...SOUND, name: 'podinfo' });
      new ThirdPartyChart(cluster.control, 'three', { ...SOUND, name: 'podinfo', namespace: 'other' });
    }),
  ).toMatchInlineSnapshot(`
"OBJECT-CLASH  lab/worker/one.source.yaml: an OCIRepository podinfo/podinfo, but lab/control/two.source.yaml creates it too, and the last one applied would win.
              Give one of them another name or namespace.

OBJECT-CLASH  lab/worker/one.release.yaml: a HelmRelease podinfo/podinfo, but lab/control/two.release.yaml creates it too, and the last one applied would win.
              Give one of them another name or namespace."
`);
});

test('refuses values that are no values', () => {
  expect(said({ values: { replicaCount: () => 1 } })).toMatchInlineSnapshot(`
    "SHAPE-WRONG  lab/worker/podinfo/values/replicaCount: a function, but it must be JSON that ends.
                 Write { … }."
  `);
  expect(said({ values: { redis: { host: undefined }, args: ['a', undefined] } })).toMatchInlineSnapshot(`
    "CHART-VALUES-INVALID  lab/worker/podinfo: nothing for redis.host, but it would be left out, and the chart would take its own value.
                          Give it a value, or leave out the key.

    CHART-VALUES-INVALID  lab/worker/podinfo: nothing for args.1, but it would be left out, and the chart would take its own value.
                          Give it a value, or leave out the key."
  `);
  expect(said({ values: { redis: { password: 'korrekt-pferd-batterie' } } })).toMatchInlineSnapshot(`
    "SECRET-IN-OBJECT  lab/worker/podinfo/release: the HelmRelease podinfo with a value for password, but its values would end up in Git.
                      Name a Secret instead, or give publicTexts of the App with the reason why it is public."
  `);
});

test('refuses values that the schema of the chart refuses', () => {
  const values = { replicaCount: 'two', replicas: 2, image: { tag: 'latest' }, service: { type: 'LoadBalancer', enabled: 'yes' }, limit: 'none', built: [] };
  expect(said({ files: FILES, values })).toMatchInlineSnapshot(`
    "CHART-VALUES-INVALID  lab/worker/podinfo: a value for replicas, but the chart knows only replicaCount, image, service, built and limit there.
                          Remove it, or use one of them.

    CHART-VALUES-INVALID  lab/worker/podinfo: "two" for replicaCount, but the schema of the chart says that it must be integer.
                          Correct it, or see values.yaml of the chart.

    CHART-VALUES-INVALID  lab/worker/podinfo: "latest" for image.tag, but the schema of the chart says that it must match pattern "^[0-9.]+$".
                          Correct it, or see values.yaml of the chart.

    CHART-VALUES-INVALID  lab/worker/podinfo: "yes" for service.enabled, but the schema of the chart says that it must be boolean.
                          Correct it, or see values.yaml of the chart.

    CHART-VALUES-INVALID  lab/worker/podinfo: "LoadBalancer" for service.type, but the chart allows ClusterIP and NodePort.
                          Use one of them.

    CHART-VALUES-INVALID  lab/worker/podinfo: a list for built, but the schema of the chart says that it must be string.
                          Correct it, or see values.yaml of the chart.

    CHART-VALUES-INVALID  lab/worker/podinfo: "none" for limit, but the schema of the chart says that it must be integer or must be null.
                          Correct it, or see values.yaml of the chart."
  `);
  expect(said({ files: { ...FILES, defaults: {} }, values: { replicaCount: -1 } })).toMatchInlineSnapshot(`
    "CHART-VALUES-INVALID  lab/worker/podinfo: no value for image, but the chart requires one.
                          Add it.

    CHART-VALUES-INVALID  lab/worker/podinfo: -1 for replicaCount, but the schema of the chart says that it must be >= 0.
                          Correct it, or see values.yaml of the chart."
  `);
  const files = { schema: { properties: { password: { maxLength: 4 } } } };
  expect(said({ files, values: { password: 'correct-horse-battery' } })).not.toContain('horse');
});

test('says where values are not checked', () => {
  expect(said({ files: { ...FILES, version: '6.9.1' } })).toMatchInlineSnapshot(`
    "CHART-VALUES-UNCHECKED  lab/worker/podinfo: the files of version 6.9.1, but the release is 6.9.2.
                            Run helm pull --untar with that version again."
  `);
  expect(said({ files: { schema: { properties: { image: { $ref: 'https://charts.example/image.json' } } } } })).toMatchInlineSnapshot(`
    "CHART-VALUES-UNCHECKED  lab/worker/podinfo: a schema of the chart, but ajv cannot read it: can't resolve reference https://charts.example/image.json from id #.
                            Leave files out: Helm checks the values in the cluster."
  `);
  jest.isolateModules(() => {
    jest.doMock('ajv', () => {
      throw new Error('not installed');
    });
    expect(said({ files: FILES })).toMatchInlineSnapshot(`
      "CHART-VALUES-UNCHECKED  lab/worker/podinfo: a schema of the chart, but ajv 8, which checks values against it, is not installed.
                              Run npm install --save-dev ajv@8, or leave files out."
    `);
    jest.dontMock('ajv');
  });
});

test('refuses a chart that Flux would install after what needs its kinds', () => {
  const issuer = (cluster: Cluster) =>
    new ApiObject(cluster.storage, 'issuer', { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'ca' } });
  const brings = { ...SOUND, apiGroups: ['cert-manager.io'] };
  expect(
    program((cluster) => {
      issuer(cluster);
      new ThirdPartyChart(cluster.workers, 'cert-manager', brings);
    }),
  ).toMatchInlineSnapshot(`
    "CHART-KINDS-LATE  lab/worker/cert-manager: a chart in lab/worker that brings the kind of the ClusterIssuer of lab/storage/issuer, but Flux applies lab/storage first, which fails until there is such a kind.
                      Put the chart into a folder that comes before, like cluster.operators."
  `);
  expect(
    program((cluster) => {
      issuer(cluster);
      new ThirdPartyChart(cluster.storage, 'cert-manager', brings);
    }),
  ).toMatchInlineSnapshot(`
    "CHART-KINDS-LATE  lab/storage/cert-manager: a chart in lab/storage that brings the kind of the ClusterIssuer of lab/storage/issuer, but Flux applies both at once, which fails until there is such a kind.
                      Put the chart into a folder that comes before, or the object into one that comes after."
  `);
});

test('refuses to wait for a release that comes later, or never', () => {
  expect(
    program((cluster) => {
      const redis = new ThirdPartyChart(cluster.workers, 'redis', { ...SOUND });
      new ThirdPartyChart(cluster.storage, 'podinfo', { ...SOUND, dependsOn: [redis] });
    }),
  ).toMatchInlineSnapshot(`
    "CHART-ORDER  lab/storage/podinfo/release: dependsOn redis, in the folder lab/worker, but Flux applies that folder only once lab/storage is ready.
                 Put both into one folder, or remove dependsOn."
  `);
  expect(said({ dependsOn: [{ name: 'podinfo' }] })).toMatchInlineSnapshot(`
    "CHART-ORDER  lab/worker/podinfo/release: podinfo after podinfo, but then Flux installs none of them.
                 Remove one of the dependencies."
  `);
  expect(
    program((cluster, app) => {
      const other = new Cluster(app, 'other', { facts: clusterProps() });
      const redis = new ThirdPartyChart(other.workers, 'redis', { ...SOUND });
      new ThirdPartyChart(cluster.workers, 'podinfo', { ...SOUND, dependsOn: [redis] });
    }),
  ).toMatchInlineSnapshot(`
    "CHART-RELEASE-INVALID  lab/worker/podinfo: dependsOn redis, but that is in another cluster, and Flux would wait for it for ever.
                           Remove it, or put both into one cluster."
  `);
  expect(
    program((cluster) => {
      const redis = new ThirdPartyChart(cluster.storage, 'redis', { ...SOUND });
      const postgres = new ThirdPartyChart(cluster.workers, 'postgres', { ...SOUND });
      new ThirdPartyChart(cluster.workers, 'podinfo', { ...SOUND, dependsOn: [redis, postgres] });
    }),
  ).toBe('');
});

test('refuses a folder that is no chart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  const read = () => {
    try {
      chartFiles(folder);
      return '';
    } catch (error) {
      return error instanceof FindingsError ? messages(error.findings).replaceAll(folder, '/chart') : `${error}`;
    }
  };
  try {
    expect(read()).toMatchInlineSnapshot(`
      "CHART-FILES  /chart/values.schema.json: no file, but this file of the chart is read now, relative to the working directory.
                   Use join(__dirname, '…') with the folder that helm pull --untar made, or leave files out if the chart has no such file."
    `);
    writeFileSync(join(folder, 'values.schema.json'), '[]');
    expect(read()).toMatchInlineSnapshot(`
      "CHART-FILES  /chart/values.schema.json: a file without an object, but this file of the chart is read now, relative to the working directory.
                   Use join(__dirname, '…') with the folder that helm pull --untar made, or leave files out if the chart has no such file."
    `);
    writeFileSync(join(folder, 'values.schema.json'), '{ "a": ');
    expect(read()).toMatchInlineSnapshot(`
      "CHART-FILES  /chart/values.schema.json: a file that is neither YAML nor JSON, but this file of the chart is read now, relative to the working directory.
                   Use join(__dirname, '…') with the folder that helm pull --untar made, or leave files out if the chart has no such file."
    `);
    writeFileSync(join(folder, 'values.schema.json'), '{}');
    writeFileSync(join(folder, 'Chart.yaml'), 'version: 1.0.0');
    expect(read()).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
