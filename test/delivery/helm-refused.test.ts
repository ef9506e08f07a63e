import { parse } from 'yaml';
import { EnvValue, HighlyAvailable, SinglePodFlexible, Tls } from '../../lib';
import { RESOURCES } from '../support';
import { chart, refusal, wiki, wikiProps } from './charted';

const isMap = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path of each key of values, those of maps too. */
function pathsIn(values: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => [[...above, key], ...pathsIn(value, [...above, key])]);
}

describe('null, with which Helm takes a key away before it looks at the schema', () => {
  const files = chart((cluster) => [
    new SinglePodFlexible(cluster.workers, 'wiki', wikiProps),
    new HighlyAvailable(cluster.workers, 'front', { image: wikiProps.image, resources: RESOURCES, network: { ports: wikiProps.network.ports } }),
  ]);
  const paths = pathsIn(parse(files['values.yaml'] ?? ''));
  const saidOf = (path: readonly string[]) => refusal(files, path, undefined);

  test('is refused of all that a template reads, blocks of values too', () => {
    const taken = paths.filter((path) => saidOf(path) === '').map((path) => path.join('.'));
    expect(taken).toEqual([
      'wiki.env.TITLE',
      'wiki.configFiles.themes',
      'wiki.labels',
      'wiki.annotations',
      'wiki.podLabels',
      'wiki.podAnnotations',
      'front.env',
      'front.labels',
      'front.annotations',
      'front.podLabels',
      'front.podAnnotations',
    ]);
    expect(paths.length).toBeGreaterThan(50);
    expect(saidOf(['front', 'replicas'])).toBe("must have required property 'replicas'");
    expect(saidOf(['wiki'])).toBe("must have required property 'wiki'");
  });

  test('means none where nothing is there at first: a key with nothing below it says the same', () => {
    for (const key of ['labels', 'podLabels', 'podAnnotations']) expect(refusal(files, `wiki.${key}`, null)).toBe('');
    expect(refusal(files, 'wiki.replicas', null)).toContain('must be integer');
  });

  test('takes a variable away', () => {
    expect(files['templates/worker/wiki.yaml']).toContain(
      ['{{- if hasKey $app.env "TITLE" }}', '- name: TITLE', '  value: {{ toJson $app.env.TITLE }}', '{{- end }}'].join('\n            '),
    );
    expect(refusal(files, 'wiki.env.OTHER', null)).toBe('must be string');
  });
});

test('a chart that has it as a dependency may say whether it is wanted, and share values', () => {
  const files = wiki();
  expect(refusal(files, 'enabled', true)).toBe('');
  expect(refusal(files, 'enabled', 'yes')).toBe('must be boolean');
  expect(refusal(files, 'global', null)).toBe('');
  expect(Object.keys(parse(files['values.yaml'] ?? ''))).not.toContain('enabled');
});

test('an app that is named like a value of Helm has its values under another name', () => {
  const files = chart((cluster) => [new SinglePodFlexible(cluster.workers, 'enabled', { ...wikiProps, network: {}, volumes: [] })]);
  expect(Object.keys(parse(files['values.yaml'] ?? ''))).toEqual(['create', 'enabled-enabled']);
});

describe('what the API server refuses', () => {
  const files = chart((cluster) => [new SinglePodFlexible(cluster.workers, 'wiki', { ...wikiProps, env: EnvValue.texts({ TITLE: 'Wiki' }) })]);
  const NODES = ['wiki', 'nodes', 'cdk8s-availability/role-worker'];

  test.each([
    ['a repository with a tag', 'wiki.image.repository', 'ghcr.io/example/wiki:1'],
    ['a repository in capitals', 'wiki.image.repository', 'ghcr.io/Example/wiki'],
    ['a repository with a blank', 'wiki.image.repository', 'ghcr.io/example/wiki '],
    ['a repository with a digest', 'wiki.image.repository', 'ghcr.io/example/wiki@sha256:aa'],
  ])('%s', (_, path, value) => {
    expect(refusal(files, path, value)).toContain('lower case, without tag and digest: registry.example/team/name');
  });

  test.each([
    [{ 'a b': 'c' }, 'another key: Kubernetes takes those like team and example.com/team'],
    [{ 'a/b/c': 'd' }, 'another key: Kubernetes takes those like team and example.com/team'],
    [{ [`a${'b'.repeat(63)}`]: 'c' }, 'another key: Kubernetes takes those like team and example.com/team'],
    [{ a: 'b c' }, 'at most 63 letters, digits, "-", "_" and ".", with a letter or a digit at both ends'],
    [{ a: 'b-' }, 'at most 63 letters, digits, "-", "_" and ".", with a letter or a digit at both ends'],
    [{ a: 1 }, 'must be string'],
    [{ a: '', 'example.com/B_c.d': 'E.f' }, ''],
  ])('the labels %j', (labels, says) => {
    expect(refusal(files, 'wiki.labels', labels)).toBe(says);
    expect(refusal(files, 'wiki.podLabels', labels)).toBe(says);
  });

  test('annotations with such keys, but any text', () => {
    expect(refusal(files, 'wiki.annotations', { '/a': 'b' })).toBe('another key: Kubernetes takes those like team and example.com/team');
    expect(refusal(files, 'wiki.annotations', { a: 'b c: {}' })).toBe('');
  });

  test('classes, issuers and Secrets that nothing can be called', () => {
    const { ports } = wikiProps.network;
    const secured = (tls: Tls) =>
      chart((cluster) => [
        new SinglePodFlexible(cluster.workers, 'wiki', { ...wikiProps, network: { ports, routes: [{ host: 'wiki.example', ingressClass: 'nginx', tls }] } }),
      ]);
    const [issued, given] = [secured(Tls.clusterIssuer('letsencrypt')), secured(Tls.secret('wiki-tls'))];
    for (const [some, name] of [
      [issued, 'className'],
      [issued, 'issuer'],
      [given, 'tlsSecretName'],
    ] as const) {
      for (const value of ['', 'Nginx', 'a b', '-a', 'a_b', 'a..b', 'x'.repeat(254)])
        expect(refusal(some, `wiki.ingress.${name}`, value)).toBe('its name in the cluster: a-z, 0-9, "-" and "."');
      expect(refusal(some, `wiki.ingress.${name}`, 'a-1.example')).toBe('');
    }
  });

  test('nodes with a label that none can have', () => {
    expect(refusal(files, NODES, ['a b'])).toContain('at most 63 letters');
    expect(refusal(files, NODES, ['true', 'yes'])).toBe('');
  });

  test('variables without a name, or with a digit first', () => {
    for (const name of ['', '1ST', 'A B', 'A=B', '.', '..', '..A'])
      expect(refusal(files, ['wiki', 'env'], { TITLE: '', [name]: '' })).toBe(
        'another key: a variable has letters, digits, "_", "." and "-", without a digit first',
      );
    for (const name of ['_A', 'a.b-c', '.a', '-a']) expect(refusal(files, ['wiki', 'env'], { [name]: '' })).toBe('');
  });

  test('amounts of nothing, of thousandths of bytes, or in units that there are not', () => {
    for (const cpu of ['0', 0, '0m', '0.0', '1K', '-1', -1, '1 '])
      expect(refusal(files, 'wiki.resources.requests.cpu', cpu)).toBe('cores, more than 0: 250m or 1.5');
    for (const memory of ['0', 0, '1m', '1K', '1gb', 0.5]) {
      expect(refusal(files, 'wiki.resources.limits.memory', memory)).toBe('bytes, more than 0: 512Mi or 2Gi');
      expect(refusal(files, 'wiki.claims.data.size', memory)).toBe('bytes, more than 0: 512Mi or 2Gi');
    }
    for (const memory of ['1', 1, '100k', '0.5Gi', '100Ki', '1E']) expect(refusal(files, 'wiki.resources.limits.memory', memory)).toBe('');
    for (const cpu of ['1', 1, 0.1, '100m', '0.05']) expect(refusal(files, 'wiki.resources.requests.cpu', cpu)).toBe('');
  });

  test('requests above limits, in the template: a schema compares no values', () => {
    expect(files['templates/worker/wiki.yaml']).toContain('{{- include "cdk8s-availability.limited" (list "wiki" $app.resources) }}');
    expect(files['templates/_helpers.tpl']).toContain('but its limit is %v: raise the limit, or request less');
  });
});
