/** A container image, pinned. */
export class Image {
  /**
   * @param repository with its registry: `ghcr.io/home-operations/sonarr`
   * @param tag a version; `latest` is refused
   * @param digest `sha256:…`; if set, it decides what runs, and the tag only informs people
   */
  static of(repository: string, tag: string, digest?: string): Image {
    return new Image(repository, tag, digest);
  }

  /** An image pinned only by its digest. */
  static digest(repository: string, digest: string): Image {
    return new Image(repository, undefined, digest);
  }

  private constructor(
    readonly repository: string,
    readonly tag: string | undefined,
    readonly digest: string | undefined,
  ) {
    Object.freeze(this);
  }

  /** The registry of the image, as the container runtime reads it. */
  get registry(): string {
    const [first = '', ...rest] = this.repository.split('/');
    return rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost') ? first : 'docker.io';
  }

  toString(): string {
    return `${this.repository}${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`;
  }
}
