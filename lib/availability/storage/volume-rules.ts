import { Severity } from '../../cluster/finding';
import { duplicates, isFileKey } from '../../cluster/names';
import { VolumeKind } from '../ask/volume/volume';
import { annotationsInvalid, LABEL_INVALID, labelsInvalid } from '../model/metadata';
import { ALLOW_WITHOUT_REASON } from '../model/records';
import { onAsk } from '../model/rule';

const VOLUME_NAME_CLASH = onAsk({
  code: 'VOLUME-NAME-CLASH',
  severity: Severity.ERROR,
  means: 'two volumes with the same name',
  fix: "use `.named('…')`, or another path",
  *check({ volumes }) {
    if (volumes.length < 2) return;
    const paths = duplicates(volumes.map((volume) => volume.path).filter((path) => path !== ''));
    for (const name of duplicates(volumes.map((volume) => volume.name))) {
      // Another rule reports two at one path.
      if (!volumes.some((volume) => volume.name === name && paths.includes(volume.path)))
        yield {
          given: `two volumes that would both be named ${name}`,
          allowed: 'but each volume needs its own name',
          fix: 'Name one of them with named(…), or use another path.',
        };
    }
  },
});

const VOLUME_SIZE = onAsk({
  code: 'VOLUME-SIZE',
  severity: Severity.ERROR,
  means: 'a volume of less than 1Mi, or of 1Pi or more',
  fix: 'set the size that it needs',
  *check({ volumes }) {
    for (const { path, options } of volumes) {
      for (const amount of [options.data?.size, options.ephemeral?.size, options.size]) {
        if (amount !== undefined && !(amount.bytes >= 1024 ** 2 && amount.bytes < 1024 ** 5))
          yield { given: `${amount} for ${path}`, allowed: 'but a volume has at least 1Mi and less than 1Pi', fix: 'Set the size that it needs.' };
      }
    }
  },
});

const VOLUME_MODE = onAsk({
  code: 'VOLUME-MODE',
  severity: Severity.ERROR,
  means: 'invalid permission bits',
  fix: 'write them with the prefix `0o`',
  *check({ volumes }) {
    for (const { path, options } of volumes) {
      for (const mode of [options.config?.mode, options.configMap?.mode, options.secret?.mode]) {
        if (mode !== undefined && !(Number.isInteger(mode) && mode >= 0 && mode <= 0o777))
          yield { given: `the mode ${mode} for ${path}`, allowed: 'but permission bits are 0 to 0o777', fix: 'Write it with the prefix 0o.' };
      }
    }
  },
});

/** ValidateServiceAccountTokenProjection in pkg/apis/core/validation. */
const LEAST_TOKEN_SECONDS = 600;
const MOST_TOKEN_SECONDS = 2 ** 32;

const TOKEN_INVALID = onAsk({
  code: 'TOKEN-INVALID',
  severity: Severity.ERROR,
  means: 'a token of a service account that Kubernetes refuses',
  fix: 'use at least 10 min, and the name of a file',
  *check({ volumes }) {
    for (const { path, options } of volumes) {
      const { audience, expiration, file } = options.token ?? {};
      const seconds = expiration?.seconds;
      if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= LEAST_TOKEN_SECONDS && seconds <= MOST_TOKEN_SECONDS))
        yield {
          given: `a token at ${path} for ${seconds} s`,
          allowed: 'but Kubernetes accepts whole seconds from 10 min to 2^32 s',
          fix: 'Use at least 10 min.',
        };
      if (file !== undefined && !isFileKey(file))
        yield {
          given: `the file "${file}" for the token at ${path}`,
          allowed: 'but it is the name of one file',
          fix: 'Use letters, digits, "-", "_" and ".".',
        };
      if (audience?.trim() === '')
        yield { given: `a token at ${path} for nobody`, allowed: 'but an audience has a name', fix: 'Name it, or leave it out for the API server.' };
    }
  },
});

const NFS_PATH = onAsk({
  code: 'NFS-PATH',
  severity: Severity.ERROR,
  means: 'an NFS server without a name, or a path that is not absolute',
  fix: 'write the path as `showmount -e` prints it',
  *check({ volumes }) {
    for (const { options } of volumes) {
      if (options.nfs === undefined) continue;
      if (!/^[^\s/]+$/.test(options.nfs.server))
        yield { given: `the NFS server "${options.nfs.server}"`, allowed: 'but a server is a DNS name or an address', fix: 'Write its name alone.' };
      if (!options.nfs.path.startsWith('/'))
        yield {
          given: `the folder "${options.nfs.path}" of ${options.nfs.server}`,
          allowed: 'but the server exports absolute paths',
          fix: 'Write it as showmount -e prints it.',
        };
    }
  },
});

const HOST_PATH = onAsk({
  code: 'HOST-PATH',
  severity: Severity.ERROR,
  means: 'a host path that is not absolute, or contains ".."',
  fix: 'use an absolute path',
  *check({ volumes }) {
    for (const { kind, path, options } of volumes) {
      if (kind !== VolumeKind.HOST_PATH) continue;
      const given = options.hostPath?.hostPath ?? path;
      if (!given.startsWith('/') || given.split('/').includes('..'))
        yield { given: `the host path "${given}"`, allowed: 'but it must be absolute, without ".."', fix: 'Use an absolute path.' };
    }
  },
});

const ON_EVERY_NODE = onAsk({
  ...ALLOW_WITHOUT_REASON,
  *check({ volumes }) {
    for (const { path, options } of volumes) {
      if (options.hostPath?.onEveryNode?.trim() === '')
        yield { given: `${path} on every node without a reason`, allowed: 'but the report must say why it is the same everywhere', fix: 'Add a reason.' };
    }
  },
});

const CLAIM_LABELS = onAsk({
  ...LABEL_INVALID,
  *check({ volumes }) {
    for (const { options } of volumes) {
      const { labels, annotations } = options.data ?? options.ephemeral ?? {};
      if (labels !== undefined) yield* labelsInvalid(labels);
      if (annotations !== undefined) yield* annotationsInvalid(annotations);
    }
  },
});

/** Rules about the volumes of an app of any class. */
export const VOLUME_RULES = [VOLUME_NAME_CLASH, VOLUME_SIZE, VOLUME_MODE, TOKEN_INVALID, NFS_PATH, HOST_PATH, ON_EVERY_NODE, CLAIM_LABELS];
