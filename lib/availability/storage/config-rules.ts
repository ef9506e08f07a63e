import { Severity } from '../../cluster/finding';
import { duplicates, isFileKey } from '../../cluster/names';
import { isSecretFile, textOf, withoutPublic } from '../../cluster/secrets';
import type { ResolvedApp } from '../ask/resolved';
import { concerning, onAsk } from '../model/rule';

/** The most that a ConfigMap can hold in total (Kubernetes API, ConfigMap: 1 MiB). */
const CONFIG_LIMIT = 1024 ** 2;
interface Config {
  /** The path of the volume. */
  readonly path: string;
  /** All files, text or not, with the bytes of each. */
  readonly sizes: readonly (readonly [name: string, bytes: number])[];
}

function* configsOf({ volumes }: ResolvedApp): Iterable<Config> {
  for (const { path, options } of volumes) {
    if (options.config === undefined) continue;
    const { files, binaryFiles = {} } = options.config;
    const texts = Object.entries(files).map(([name, content]) => [name, Buffer.byteLength(content)] as const);
    yield { path, sizes: [...texts, ...Object.entries(binaryFiles).map(([name, content]) => [name, content.length] as const)] };
  }
}

const CONFIG_EMPTY = onAsk({
  code: 'CONFIG-EMPTY',
  severity: Severity.ERROR,
  means: 'a config volume without files',
  fix: 'add a file, or remove the volume',
  *check(app) {
    for (const { path, sizes } of configsOf(app)) {
      if (sizes.length === 0)
        yield { given: `no file for ${path}`, allowed: 'but a config volume needs at least one', fix: 'Add a file, or remove the volume.' };
    }
  },
});

const CONFIG_TOO_BIG = onAsk({
  code: 'CONFIG-TOO-BIG',
  severity: Severity.ERROR,
  means: 'a config volume with more than the 1 MiB that a ConfigMap can hold',
  fix: 'use a data volume, or the image',
  *check(app) {
    for (const { path, sizes } of configsOf(app)) {
      const bytes = sizes.reduce((total, [name, size]) => total + Buffer.byteLength(name) + size, 0);
      if (bytes > CONFIG_LIMIT)
        yield {
          given: `${bytes} bytes at ${path}`,
          allowed: `but a ConfigMap holds at most ${CONFIG_LIMIT}`,
          fix: 'Put big files on a data volume, or into the image.',
        };
    }
  },
});

const CONFIG_NAME = onAsk({
  code: 'CONFIG-NAME',
  severity: Severity.ERROR,
  means: 'a file name that a ConfigMap refuses',
  fix: 'use letters, digits, "-", "_" and "."',
  *check(app) {
    for (const { sizes } of configsOf(app)) {
      for (const name of duplicates(sizes.map(([file]) => file)))
        yield { given: `two files "${name}"`, allowed: 'but each file needs its own name, whether text or binary', fix: 'Rename one of them.' };
      for (const [name] of sizes) {
        if (!isFileKey(name))
          yield { given: `the file "${name}"`, allowed: 'but a ConfigMap accepts letters, digits, "-", "_" and "." in names', fix: 'Rename it.' };
      }
    }
  },
});

export const SECRET_IN_FILE = onAsk({
  code: 'SECRET-IN-FILE',
  severity: Severity.ERROR,
  means: 'something that looks like a secret in a config file',
  fix: 'use a Secret and `Volume.secret`, or give `publicTexts` with a reason',
  *check({ volumes, publicTexts }) {
    for (const { options } of volumes) {
      if (options.config === undefined) continue;
      const { files, binaryFiles = {} } = options.config;
      const texts = Object.entries(binaryFiles).map(([name, bytes]) => [name, textOf(bytes) ?? ''] as const);
      for (const [name, content] of [...Object.entries(files), ...texts]) {
        if (isSecretFile(withoutPublic(content, publicTexts)))
          yield {
            given: `something that looks like a secret in ${name}`,
            allowed: 'but this file would end up in Git',
            fix: 'Put it into a Secret and use Volume.secret, leave a placeholder that the app fills in, or give publicTexts with a reason.',
          };
      }
    }
  },
});

/** Rules about the config files of an app. */
export const CONFIG_RULES = concerning(
  ({ volumes }) => volumes.some(({ options }) => options.config !== undefined),
  [CONFIG_EMPTY, CONFIG_TOO_BIG, CONFIG_NAME, SECRET_IN_FILE],
);
