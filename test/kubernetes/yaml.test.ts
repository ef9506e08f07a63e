import { ApiObject } from 'cdk8s';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { type App, EnvValue, SinglePodFlexible, Volume } from '../../lib';
import { renderConfigYaml, renderYaml, survives } from '../../lib/kubernetes/yaml';
import { lab } from '../lab';
import { fc, runs } from '../property';
import { type AnyAppProps, appProps, messages } from '../support';
import { MISREAD, SURVIVING } from './texts';

/** Characters that mean something to YAML, and all others. */
const line = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...' \t\r\n:#-?"\'\\|>{}[],%@`*&!<=~0.e_+xa\u007f\u0085\u0092\u2028\ufeff\uffff'), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...'0123456789._+-eExXoObB:TZnafiNIy'), maxLength: 8 }),
  fc.constantFrom(...MISREAD, ...SURVIVING),
);
const text = fc.oneof(
  line,
  fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n')),
);
const { value: data } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test('what is written reads back as itself, by rules of YAML 1.1, of 1.2, and by another parser', () => {
  fc.assert(
    fc.property(data, (value) => {
      const yaml = renderConfigYaml(value);
      expect(parse(yaml, { version: '1.1' })).toEqual(value);
      expect(parse(yaml, { version: '1.2' })).toEqual(value);
      expect(load(yaml)).toEqual(value);
    }),
    runs(2000),
  );
});

test.each(MISREAD)('%j is quoted, for some parser takes it for something else', (value) => {
  expect(renderConfigYaml(value)).toMatch(/^["']/);
});

test('what nobody misreads is not quoted', () => {
  const plain = [
    'ghcr.io/example/app:1.2.3@sha256:0f',
    '/var/lib',
    './dist',
    '100m',
    '1.5Gi',
    '1h30m',
    '--flag=a,b',
    'It runs (twice).',
    '$(POD_IP)',
    '__name__',
  ];
  expect(renderYaml([{ plain }])).toBe(`plain:\n${plain.map((value) => `  - ${value}\n`).join('')}`);
});

test('is laid out for readers', () => {
  const object = {
    apiVersion: 'v1',
    nothing: undefined,
    empty: { map: {}, list: [], text: '', null: null },
    list: [{ name: 'a', value: 1 }, ['b', 'c'], 'a: b', 'say "hi"', "it's", 'Gerät'],
    file: 'first\n  second\n\nlast\n',
    'without end': 'a\nb',
    'with a hidden start': '\tserver {\n\t}\n',
    numbers: [1, -0.5, 1e21, 1e-7],
  };
  expect(renderYaml([object, { kind: 'Second' }])).toMatchInlineSnapshot(`
    "apiVersion: v1
    empty:
      map: {}
      list: []
      text: ""
      "null": null
    list:
      - name: a
        value: 1
      - - b
        - c
      - "a: b"
      - say "hi"
      - it's
      - "Gerät"
    file: |
      first
        second

      last
    without end: |-
      a
      b
    with a hidden start: "\\tserver {\\n\\t}\\n"
    numbers:
      - 1
      - -0.5
      - 1.0e+21
      - 1.0e-7
    ---
    kind: Second
    "
  `);
});

test('a key that is too long for one line is still read', () => {
  const value = { list: [{ ['k'.repeat(2000)]: { nested: ['text'] } }] };
  expect(parse(renderConfigYaml(value), { version: '1.1' })).toEqual(value);
  expect(load(renderConfigYaml(value))).toEqual(value);
});

test('half a surrogate pair becomes the character that stands for it, and breaks no file', () => {
  expect(renderConfigYaml({ text: 'a\ud800b' })).toBe('text: "a\ufffdb"\n');
});

test('config files that kustomize would change arrive in base64', () => {
  const files = { 'plain.conf': 'a\tb\n', 'next-line.conf': 'a\u0085b', 'tab.conf': '\tserver {\n\t}\n', 'delete.conf': '\u007f' };
  const app = new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [Volume.config('/etc/wiki', { files })] }));
  const { data, binaryData } = app.object('ConfigMap', 'wiki-etc-wiki').toJson();
  expect(data).toEqual({ 'plain.conf': 'a\tb\n' });
  expect(Object.entries(binaryData).map(([name, text]) => [name, Buffer.from(`${text}`, 'base64').toString()])).toEqual([
    ['delete.conf', '\u007f'],
    ['next-line.conf', 'a\u0085b'],
    ['tab.conf', '\tserver {\n\t}\n'],
  ]);
});

test('a key that is too long for the API server is refused, in an object', () => {
  const said = (length: number) => {
    const cluster = lab();
    const [key, metadata] = ['k'.repeat(length), { name: 'rules' }];
    new ApiObject(cluster.workers, 'rules', { apiVersion: 'example.com/v1', kind: 'Rules', metadata, spec: { [key]: 'x' } });
    return messages((cluster.node.scope as App).build().findings);
  };
  expect(said(1001)).toMatchInlineSnapshot(`
    "TEXT-LOST  lab/worker/rules.yaml: a key of more than 1000 characters in the Rules rules, but the API server cannot read it.
               Shorten it."
  `);
  expect(said(1000)).toBe('');
});

test('an annotation whose key kustomize would take for a number is refused, on the object itself', () => {
  const said = (props: Partial<AnyAppProps>) => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'wiki', appProps(props));
    return messages((cluster.node.scope as App).build().findings);
  };
  expect(said({ annotations: { '1e3': 'x' } })).toMatchInlineSnapshot(`
    "TEXT-LOST  lab/worker/wiki.yaml: the annotation "1e3" of the Deployment wiki, but kustomize, and with it Flux, cannot build a folder with a key that looks like a number, a boolean, null or a date.
               Give it a prefix, like example.com/1e3."
  `);
  for (const key of ['0', '1.5', 'null', 'True', '007', '0x1F', '2001-01-01'])
    expect(said({ annotations: { [key]: 'x' } })).toContain(`the annotation "${key}"`);
  for (const key of ['Y', 'on', '1.2.3', '0a', 'example.com/0']) expect(said({ annotations: { [key]: 'x' } })).toBe('');
  expect(said({ podAnnotations: { '0': 'x' }, labels: { '0': 'x' } })).toBe('');
});

describe('a text that kustomize would not keep', () => {
  const said = (text: string) => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'wiki', appProps({ env: { MOTD: EnvValue.of(text) } }));
    return messages((cluster.node.scope as App).build().findings);
  };

  test('is refused outside of config files, and not printed, for it may be a secret', () => {
    expect(said('hello\u0085')).toMatchInlineSnapshot(`
      "TEXT-LOST  lab/worker/wiki.yaml: a text with U+0085 in the Deployment wiki, but kustomize, and with it Flux, changes it or cannot build the folder.
                 Leave that out, or put the text into a config file (Volume.config)."
    `);
    expect(said('\u007f')).toContain('a text with U+007F in the Deployment wiki');
    expect(said('\ta\nb')).toContain('a text with several lines that start with a tab in the Deployment wiki');
    expect(
      new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [Volume.config('/etc/wiki', { files: { a: '\ud800' } })] }))
        .object('ConfigMap', 'wiki-etc-wiki')
        .toJson(),
    ).toHaveProperty('data', { a: '\ud800' });
    expect(said('\ud800')).toContain('a text with half a character (a lone surrogate) in the Deployment wiki');
  });

  test('may have any control character or noncharacter that go-yaml refuses, even escaped', () => {
    const codes = [...Array.from({ length: 0x21 }, (_, index) => 0x7f + index), 0xfffe, 0xffff];
    const textOf = (code: number) => `It${String.fromCharCode(code)}s\n`;
    for (const code of codes) expect(said(textOf(code))).toContain(`a text with U+${code.toString(16).toUpperCase().padStart(4, '0')} in the Deployment wiki`);
    const files = Object.fromEntries(codes.map((code) => [`${code}`, textOf(code)]));
    const app = new SinglePodFlexible(lab().workers, 'wiki', appProps({ volumes: [Volume.config('/etc/wiki', { files })] }));
    const { data, binaryData } = app.object('ConfigMap', 'wiki-etc-wiki').toJson();
    expect(data).toEqual({});
    expect(Object.entries(binaryData).map(([name, text]) => [name, Buffer.from(`${text}`, 'base64').toString()])).toEqual(Object.entries(files));
    expect(['\u0001', '\u007e', '\u00a0', '\ufdd0', '\ufeff', '\ufffd', '\u{1fffe}'].filter((text) => !survives(text))).toEqual([]);
  });

  test('is none that only looks odd', () => {
    expect([...MISREAD, ...SURVIVING].filter((text) => survives(text) && said(text).includes('TEXT-LOST'))).toEqual([]);
  });
});
