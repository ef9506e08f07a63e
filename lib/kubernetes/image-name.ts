/** The parts of the name of an image; each is empty where the name does not say it. */
export interface ImageName {
  /** With the registry. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Reads `ghcr.io/example/wiki:1.0.0@sha256:…`. What is none has no repository. */
export function imageName(text: string): ImageName {
  const [, repository = '', tag = '', digest = ''] = /^([^@]+?)(?::(\w[\w.-]*))?(?:@(\w+:[0-9a-f]+))?$/.exec(text) ?? [];
  return { repository, tag, digest };
}
