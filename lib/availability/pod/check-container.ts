import type { ClusterFacts } from '../../cluster/cluster';
import { duplicates, isDnsLabel, listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { type Env, EnvKind } from '../ask/container/env';
import type { Image } from '../ask/container/image';
import type { Mount } from '../ask/container/mount';
import type { ResourcesProps } from '../ask/container/resources';
import { type Allow, AllowKind, CAPABILITIES, OF_POD } from '../ask/container/security';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { HostPathType } from '../ask/volume/volume-options';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import { type ContainerSecurity, initSecurity, isAmong, mainMounts, mainSecurity, sidecarMounts, sidecarSecurity } from './containers';

/** Names that end like this hold secrets; `_FILE` and `_PATH` after them name where one lies, `KUBE_SECRET` names an object. */
const SECRET_NAME =
  /(PASS|PASSWORD|PASSWD|PWD|PASSPHRASE|(?<!KUBE_)SECRET|SECRET_KEY_BASE|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|CREDENTIALS?)$/i;
/** What says whether, and not which: no secret, whatever its variable is called. */
const SWITCH = /^(true|false|yes|no|on|off|enabled|disabled|none|null)$/i;
/** A user and a password before a host: `postgres://user:word@host`. */
const SECRET_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@$]+@/i;
/** A flag with a password behind it. */
const SECRET_FLAG = /^--?[a-z-]*(password|passwd|secret|token|api-?key)=[^$\s]/i;
/** A host with a port if need be, and lower-case parts (distribution/reference, name). */
const REPOSITORY = /^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
/** Tags that mean another image tomorrow. */
const MOVING_TAGS = new Set(['latest', 'stable', 'edge', 'nightly', 'rolling', 'main', 'master', 'dev', 'develop']);

/** The image, its environment, what it asks for and what it may do: of the app and of its init containers. */
export function checkContainer(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const { props } = ask;
  checkImage('the image', props.image, facts, findings);
  checkEnv(props.env ?? {}, findings);
  checkWords(props, findings);
  checkResources('the app', props.resources, findings);
  const { initContainers = [], sidecars = [] } = props;
  for (const name of duplicates([...initContainers, ...sidecars].map((one) => one.name))) {
    const which = sidecars.some((one) => one.name === name) ? 'containers' : 'init containers';
    findings.error('INIT-DUPLICATE', `two ${which} named ${name}`, 'but a name is one container', 'Rename one of them.');
  }
  for (const one of [...initContainers, ...sidecars]) {
    if (!isDnsLabel(one.name) || one.name === ask.name)
      findings.error(
        'NAME-INVALID',
        `the ${sidecars.some((sidecar) => sidecar === one) ? 'sidecar' : 'init container'} "${one.name}"`,
        'but Kubernetes takes a-z, 0-9 and "-", and the app\'s own name is taken',
        'Rename it.',
      );
    if (one.image !== undefined) checkImage(`the image of ${one.name}`, one.image, facts, findings);
    if (one.env !== undefined) checkEnv(one.env, findings);
    checkWords(one, findings);
    if (one.resources !== undefined) checkResources(one.name, one.resources, findings);
  }
  for (const { path, options } of props.volumes ?? []) if (options.image !== undefined) checkImage(`the image at ${path}`, options.image, facts, findings);
  checkWaysOut(props, findings);
}

function checkWords({ command = [], args = [] }: Pick<WorkloadProps, 'command' | 'args'>, findings: Findings): void {
  for (const word of [...command, ...args].filter((one) => SECRET_FLAG.test(one))) {
    findings.error(
      'SECRET-IN-ARGS',
      `a value in ${word.slice(0, word.indexOf('=') + 1)}…`,
      'but what is written here ends in Git',
      'Put it into an env from a Secret, and write $(NAME) here.',
    );
  }
}

function checkImage(what: string, image: Image | undefined, facts: ClusterFacts | undefined, findings: Findings): void {
  if (image === undefined) {
    findings.error('IMAGE-MISSING', `no image`, 'but an app is an image', 'Use Image.of(repository, tag, digest).');
    return;
  }
  const { tag, digest, repository } = image;
  // The grammar of references: distribution/reference.
  if (!REPOSITORY.test(repository))
    findings.error(
      'IMAGE-INVALID',
      `${what} "${repository}"`,
      'but a repository is lower case and has neither tag nor digest',
      'Give tag and digest as their own arguments.',
    );
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    findings.error('IMAGE-INVALID', `the digest "${digest}"`, 'but a digest is sha256: and 64 hexadecimal digits', 'Copy it whole.');
  if (tag !== undefined && tag !== '' && !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(tag))
    findings.error('IMAGE-INVALID', `the tag "${tag}"`, 'but a tag has letters, digits, "_", "." and "-"', 'Mend it.');
  if (digest === undefined && (tag === undefined || tag === ''))
    findings.error('IMAGE-UNPINNED', `${what} ${repository} without a tag`, 'but that means latest: another image at each restart', 'Name a version.');
  if (digest === undefined && tag !== undefined && MOVING_TAGS.has(tag))
    findings.error(
      'IMAGE-UNPINNED',
      `${what} ${image}`,
      `but ${tag} is another image tomorrow, on some nodes and not on others`,
      'Name a version, or add the digest.',
    );
  const policy = facts?.policy.images;
  if (policy?.requireDigest === true && digest === undefined)
    findings.error('IMAGE-WITHOUT-DIGEST', `${what} ${image}`, 'but the policy of the cluster asks for a digest', 'Add it.');
  if (policy?.registries !== undefined && !policy.registries.includes(image.registry))
    findings.error('IMAGE-REGISTRY', `${what} ${image}`, `but the policy of the cluster allows ${listed(policy.registries)}`, 'Use a mirror there.');
}

function checkEnv(env: Env, findings: Findings): void {
  for (const [name, value] of Object.entries(env)) {
    // IsEnvVarName in k8s.io/apimachinery/pkg/util/validation; newer versions take all of printable ASCII but "=".
    if (!/^(?!\.$|\.\.)[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(name))
      findings.error(
        'ENV-NAME-INVALID',
        `the variable "${name}"`,
        'but Kubernetes takes letters, digits, "_", "." and "-", no digit first, and nothing like "." and ".."',
        'Rename it.',
      );
    if (
      value.kind === EnvKind.VALUE &&
      value.publicBecause === undefined &&
      value.value !== '' &&
      !SWITCH.test(value.value) &&
      (SECRET_NAME.test(name) || SECRET_URL.test(value.value))
    ) {
      findings.error(
        'SECRET-IN-ENV',
        `a value for ${name}`,
        'but what is written here ends in Git',
        `Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is none.`,
      );
    }
  }
}

function checkResources(what: string, resources: ResourcesProps | undefined, findings: Findings): void {
  if (resources === undefined) {
    findings.error(
      'RESOURCES-MISSING',
      `no resources for ${what}`,
      'but nodes are filled by what pods ask for',
      'Say resources: { cpu, memory, memoryLimit }.',
    );
    return;
  }
  const { cpu, memory, memoryLimit } = resources;
  if (memoryLimit === undefined)
    findings.error('RESOURCES-WITHOUT-LIMIT', `no memory limit for ${what}`, 'but without one it can take the whole node with it', 'Set memoryLimit.');
  if (!(cpu.millis > 0) || cpu.millis > 1_024_000)
    findings.error('RESOURCES-ABSURD', `${cpu} cores for ${what}`, 'but a request is more than 0 and at most 1024', 'Say what it uses as a rule.');
  if (!(memory.bytes >= 4 * 1024 ** 2) || memory.bytes > 64 * 1024 ** 4)
    findings.error('RESOURCES-ABSURD', `${memory} of memory for ${what}`, 'but a request is at least 4Mi and at most 64Ti', 'Say what it uses as a rule.');
  if (memoryLimit !== undefined && memoryLimit.bytes < memory.bytes)
    findings.error('RESOURCES-ABSURD', `a memory limit of ${memoryLimit} below the request of ${memory}`, 'but Kubernetes refuses that', 'Raise the limit.');
}

function checkWaysOut(props: WorkloadProps, findings: Findings): void {
  checkAllowed('', mainSecurity(props), mainMounts(props), findings);
  for (const init of props.initContainers ?? []) {
    // What it has of the app is said of the app.
    if (init.security === undefined && init.mounts === undefined) continue;
    checkAllowed(` in ${init.name}`, initSecurity(props, init), init.mounts ?? [], findings);
    checkOfPod(init.name, init.security?.allow ?? [], findings);
  }
  for (const sidecar of props.sidecars ?? []) {
    checkAllowed(` in ${sidecar.name}`, sidecarSecurity(props, sidecar), sidecarMounts(sidecar), findings);
    checkOfPod(sidecar.name, sidecar.security?.allow ?? [], findings);
  }
}

/** Ways out that one container cannot take alone. */
function checkOfPod(name: string, allow: readonly Allow[], findings: Findings): void {
  for (const { kind: leeway } of allow.filter((one) => OF_POD.includes(one.kind)))
    findings.error('ALLOW-INVALID', `${leeway} for ${name}`, 'but all containers of a pod have it, or none', "Say it in the app's own security.");
}

/** Below /dev, what programs open and the runtime keeps closed. */
const DEVICE_PATH = /^\/dev\/(apex|bus|dri|fuse|kfd|kvm|nvidia|serial|snd|tty[A-Z]|video)/;
/** A device that the rules of runc and crun let everybody open (runc, release 1.2.4). */
const OPEN_DEVICE = '/dev/net/tun';

/** The device file, or folder of such, behind a volume. */
function deviceOf({ kind, path, options: { device = '', hostPath } }: Volume): string[] {
  if (kind === VolumeKind.DEVICE) return [device];
  const onNode = hostPath?.hostPath ?? path;
  if (kind !== VolumeKind.HOST_PATH || onNode === OPEN_DEVICE) return [];
  const isFile = hostPath?.type === HostPathType.CHARACTER_DEVICE || hostPath?.type === HostPathType.BLOCK_DEVICE;
  return isFile || DEVICE_PATH.test(onNode) ? [onNode] : [];
}

function checkAllowed(where: string, { root, user, allow }: ContainerSecurity, mounts: readonly Mount[], findings: Findings): void {
  for (const one of allow) {
    if (one.reason.trim() === '')
      findings.error('ALLOW-WITHOUT-REASON', `${one.kind}${where} without a reason`, 'but the report shows why the app needs it', 'Say it.');
    if (one.kind === AllowKind.CAPABILITY && !/^(?!CAP_)[A-Z][A-Z_]+$/.test(one.detail ?? ''))
      findings.error('ALLOW-INVALID', `the capability "${one.detail}"${where}`, 'but capabilities are written NET_BIND_SERVICE, without CAP_', 'Mend it.');
    else if (one.kind === AllowKind.CAPABILITY && !CAPABILITIES.has(one.detail ?? ''))
      findings.error('ALLOW-INVALID', `the capability ${one.detail}${where}`, 'but Linux has none of that name', 'Look it up in capabilities(7).');
  }
  if (user === 0 && !root)
    findings.error('ROOT-NOT-ALLOWED', `user 0${where}`, 'but pods run as an ordinary user', 'Set another user, or add Allow.rootUser(reason).');
  // What root may beyond others are its capabilities, and they are dropped (capabilities(7)); a privileged container has them all.
  // Who reads files of the node is root for that, and needs none: they are root's own.
  const readsNode = mounts.some(({ volume }) => volume.kind === VolumeKind.HOST_PATH);
  if (root && user === 0 && !readsNode && !allow.some((one) => one.kind === AllowKind.CAPABILITY || one.kind === AllowKind.PRIVILEGED))
    findings.warning(
      'ROOT-WITHOUT-CAPABILITIES',
      `user 0${where} with all capabilities dropped`,
      'and such a root cannot give files away, read those of others or become another user, which most images that start as root do',
      "Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if all that it touches is root's.",
    );
  const devices = [...new Set(mounts.flatMap(({ volume }) => deviceOf(volume)))];
  // The device cgroup of an ordinary container denies every device file (kubernetes/kubernetes issue 5607).
  if (devices.length > 0 && !isAmong(allow, AllowKind.PRIVILEGED)) {
    findings.error(
      'DEVICE-CLOSED',
      `the device ${listed(devices)} in ${where === '' ? 'an ordinary container' : `the ordinary container${where.slice(3)}`}`,
      'but the container runtime lets only privileged containers open device files',
      'Add Allow.privileged(reason); the app still runs as its own user.',
    );
  }
}
