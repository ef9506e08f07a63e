import { EnvFrom, EnvValue, Image, Port, Probe, Size, Tls, Volume } from '../../lib';
import { survives } from '../../lib/kubernetes/yaml';
import { MISREAD, SURVIVING } from '../kubernetes/texts';
import { type AnyAppProps, RESOURCES } from '../support';

type Roll = (below: number) => number;
type Given = Partial<AnyAppProps>;

/** What parsers of YAML take for something else, and Kubernetes for a name. */
const NAMES = ['0', '1e3', '0x1f', '007', 'null', 'true', 'y', 'on', 'nan', 'a--b', '1-2', '2001-01-01', 'x'.repeat(63)];
const DOTTED = [...NAMES, '1.5', '0.0.0.0.example', '1e3.5', 'a.b-c.0', `${'a.'.repeat(126)}a`];
const KEYS = ['a', '0', 'null', '1.5', 'A_b.C-9', 'Y', 'x'.repeat(63), 'a.example/0', '1e3.example/on', `${'a.'.repeat(100)}example/${'x'.repeat(63)}`];
/** Those that kustomize keeps as keys of annotations. */
const TEXT_KEYS = KEYS.filter((key) => !['0', 'null', '1.5'].includes(key));
const VALUES = ['', '0', '1.0', 'null', 'true', '1e3', '0x1F', 'a_b.C-9', 'x'.repeat(63)];
const FILES = ['.hidden', '-', '_', '0', 'null', 'a..b', 'on', '1e3', 'x'.repeat(253)];
const VARIABLES = ['_', 'a', 'A.b-c', 'NULL', 'y', '.a', '-'];
const TEXTS = [...MISREAD, ...SURVIVING, '$(A)', '$$(A)', '{{ a }}', `${'long '.repeat(100)}`].filter(survives);

/** What an app may say that is unusual, and that Kubernetes accepts: each draws a value of its own. */
const ODDITIES: readonly ((pick: <T>(list: readonly T[]) => T, roll: Roll) => Given)[] = [
  (pick) => ({ podLabels: { [pick(KEYS)]: pick(VALUES) }, podAnnotations: { [pick(KEYS)]: pick(TEXTS) } }),
  (pick) => ({ labels: { [pick(KEYS)]: pick(VALUES) }, annotations: { [pick(TEXT_KEYS)]: pick(TEXTS) } }),
  (pick) => ({
    env: { [pick(VARIABLES)]: EnvValue.publicValue(pick(TEXTS), 'a test'), B: EnvValue.fromSecret({ secretName: pick(DOTTED), key: pick(FILES) }) },
  }),
  (pick) => ({ envFrom: [EnvFrom.configMap(pick(DOTTED), pick(VARIABLES)).optional()] }),
  (pick) => ({ args: [pick(TEXTS), pick(TEXTS)] }),
  (pick) => ({ volumes: [Volume.config('/etc/0', { files: { [pick(FILES)]: pick(TEXTS) } }), Volume.secret('/null', { secretName: pick(DOTTED) })] }),
  (_pick, roll) => ({ volumes: [Volume.scratch('/tmp/on', Size.bytes(2 ** 20 + roll(1000))), Volume.memory('/1e3', Size.kib(1024 + roll(9)))] }),
  (_pick, roll) => ({ resources: { ...RESOURCES, memory: Size.bytes(5_000_000 + roll(10_000_000)) } }),
  (pick) => ({
    network: {
      ports: [Port.http(80)],
      routes: [
        { host: `${pick(NAMES)}.example`, paths: [pick(['/', '/0', '/null', '/a b', '/{a}'])], ingressClass: pick(DOTTED), tls: Tls.secret(pick(DOTTED)) },
      ],
    },
  }),
  (pick) => ({ network: { ports: [Port.tcp(1, pick(['y', 'on', '0x1f', 'null', 'a-1']))], service: { annotations: { [pick(TEXT_KEYS)]: pick(TEXTS) } } } }),
  (pick) => ({ health: { readiness: Probe.exec('sh', '-c', pick(TEXTS)) } }),
  (pick) => ({ image: Image.of(`registry.example:5000/${pick(['0', 'null', 'a__b', 'a.b/c-d'])}`, pick(['0', '1e3', '1.10', 'null', '_', 'a'.repeat(128)])) }),
  (pick) => ({ hostname: pick(NAMES), imagePullSecrets: [pick(DOTTED)], priority: pick(DOTTED), runtimeClass: pick(DOTTED) }),
  (pick) => ({ dns: { searches: [pick(DOTTED)], options: { [pick(['ndots', 'null'])]: pick(['', '0', '1e3']) } } }),
  (pick) => ({ rbac: { rules: [{ apiGroups: ['', 'a.example'], resources: ['*', 'pods/log'], resourceNames: [pick(DOTTED)], verbs: ['*'] }] } }),
];

/** One of them. */
export function oddProps(roll: Roll): Given {
  const pick = <T>(list: readonly T[]) => list[roll(list.length)] as T;
  return pick(ODDITIES)(pick, roll);
}

/** The same of a job, which answers nobody. */
export function oddJobProps(roll: Roll): Given {
  const { network: _network, health: _health, ...props } = oddProps(roll);
  return props;
}

/** The end of a name, after a letter. */
export function oddEnd(roll: Roll): string {
  return ['', '-0', '-1e3', '--b', `-${'x'.repeat(30)}`][roll(5)] ?? '';
}
