/** A container image, pinned. */
export class Image {
  /**
   * @param repository with its registry: `ghcr.io/home-operations/sonarr`
   * @param tag a version; `latest` is refused
   * @param digest `sha256:…`; where it is given, it decides what runs and the tag only tells people
   */
  static of(repository: string, tag: string, digest?: string): Image {
    return new Image(repository, tag, digest);
  }

  /** Pinned by its digest alone. */
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

  /** The registry that it comes from, as the container runtime reads it. */
  get registry(): string {
    const [first = '', ...rest] = this.repository.split('/');
    return rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost') ? first : 'docker.io';
  }

  toString(): string {
    return `${this.repository}${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`;
  }
}
