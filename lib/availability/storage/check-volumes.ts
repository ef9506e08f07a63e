import { duplicates } from '../../cluster/names';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import { checkAnnotations, checkLabels } from '../pod/check-labels';

/** What a ConfigMap can hold in sum (Kubernetes API, ConfigMap: 1 MiB). */
const CONFIG_LIMIT = 1024 ** 2;
/**
 * Contents that give a secret away. What only refers to one does not: `${DB_PASSWORD}`, `{{ … }}`, `<%= … %>`, the `!secret` and
 * `!env_var` of Home Assistant and ESPHome. Nor does a word that says whether there is one.
 */
const SECRET_CONTENT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[\s-]*"?[a-z_.-]*(password|passwd|client_?secret|api_?key|secret_?key|access_?token)"?\s*[:=]\s*(?!(true|false|null|none)\b)["']?[^\s"'!${<%][^\s"${<%]{3,}|<(password|api_?key)>[^<$]+</im;

/** The volumes of one app, whatever its class. */
export function checkVolumes(ask: Ask, findings: Findings): void {
  const volumes = ask.props.volumes ?? [];
  const paths = volumes.map((volume) => volume.path).filter((path) => path !== '');
  for (const name of duplicates(volumes.map((volume) => volume.name))) {
    if (!duplicates(paths).some((path) => volumes.some((volume) => volume.path === path && volume.name === name)))
      findings.error(
        'VOLUME-NAME-CLASH',
        `two volumes that would both be named ${name}`,
        'but a name is one volume',
        'Name one of them with named(…), or give it another path.',
      );
  }
  for (const volume of volumes) checkVolume(volume, findings);
}

function checkVolume(volume: Volume, findings: Findings): void {
  const { data, size, config, nfs } = volume.options;
  for (const amount of [data?.size, size]) {
    if (amount !== undefined && !(amount.bytes >= 1024 ** 2 && amount.bytes < 1024 ** 5))
      findings.error('VOLUME-SIZE', `${amount} for ${volume.path}`, 'but a volume has at least 1Mi and less than 1Pi', 'Say how much it needs.');
  }
  if (nfs !== undefined && !nfs.path.startsWith('/'))
    findings.error('NFS-PATH', `the folder "${nfs.path}" of ${nfs.server}`, 'but the server exports absolute paths', 'Write it as showmount -e prints it.');
  if (volume.kind === VolumeKind.HOST_PATH && !(volume.options.hostPath?.hostPath ?? volume.path).startsWith('/'))
    findings.error('HOST-PATH', `the host path "${volume.options.hostPath?.hostPath}"`, 'but it must be absolute', 'Mend it.');
  if (volume.options.hostPath?.onEveryNode?.trim() === '')
    findings.error('ALLOW-WITHOUT-REASON', `${volume.path} on every node without a reason`, 'but the report shows why it is the same everywhere', 'Say it.');
  const { secret, configMap } = volume.options;
  for (const mode of [config?.mode, configMap?.mode, secret?.mode]) {
    if (mode !== undefined && !(Number.isInteger(mode) && mode >= 0 && mode <= 0o777))
      findings.error('VOLUME-MODE', `the mode ${mode} for ${volume.path}`, 'but permission bits are 0 to 0o777', 'Write it with 0o before it.');
  }
  checkLabels(data?.labels ?? {}, findings);
  checkAnnotations(data?.annotations ?? {}, findings);
  if (config === undefined) return;
  const texts = Object.entries(config.files);
  const files = [
    ...texts.map(([name, content]) => [name, Buffer.byteLength(content)] as const),
    ...Object.entries(config.binaryFiles ?? {}).map(([name, content]) => [name, content.length] as const),
  ];
  if (files.length === 0) findings.error('CONFIG-EMPTY', `no file for ${volume.path}`, 'but a config volume shows files', 'Add one, or take it away.');
  const bytes = files.reduce((total, [name, size]) => total + Buffer.byteLength(name) + size, 0);
  if (bytes > CONFIG_LIMIT)
    findings.error(
      'CONFIG-TOO-BIG',
      `${bytes} bytes at ${volume.path}`,
      `but a ConfigMap holds ${CONFIG_LIMIT}`,
      'Put big files on a data volume, or into the image.',
    );
  for (const name of duplicates(files.map(([file]) => file)))
    findings.error('CONFIG-NAME', `two files "${name}"`, 'but a name is one, text or not', 'Rename one of them.');
  for (const [name] of files) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(name) || name === '.' || name.startsWith('..'))
      findings.error('CONFIG-NAME', `the file "${name}"`, 'but a ConfigMap takes letters, digits, "-", "_" and "." as a name', 'Rename it.');
  }
  for (const [name, content] of texts) {
    if (SECRET_CONTENT.test(content))
      findings.error(
        'SECRET-IN-FILE',
        `what looks like a secret in ${name}`,
        'but what is written here ends in Git',
        'Put it into a Secret and use Volume.secret, or leave a placeholder that the app fills in.',
      );
  }
}
