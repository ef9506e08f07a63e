import type { SecretKey } from '../availability/ask/reference/secret-key';
import { frozenCopy } from '../cluster/cluster';
import type { Duration } from '../cluster/units';

export enum ReceiverKind {
  MAIL = 'mail',
  NTFY = 'ntfy',
  TELEGRAM = 'telegram',
  WEBHOOK = 'webhook',
}

/** A mail server. */
export interface MailOptions {
  readonly to: string;
  readonly from: string;
  /** Host and port of the server: `mail.example:587`. Port 465 speaks TLS from the start, others must offer STARTTLS. */
  readonly server: string;
  readonly username: string;
  readonly password: SecretKey;
}

/** A topic of an ntfy server. */
export interface NtfyOptions {
  /** `https://ntfy.home.example` */
  readonly url: string;
  readonly topic: string;
  /** An access token that may write to the topic. */
  readonly token: SecretKey;
}

/** A chat with a Telegram bot. */
export interface TelegramOptions {
  /** The ID of the chat; negative for groups. */
  readonly chat: number;
  /** The token of the bot. */
  readonly token: SecretKey;
}

/** An endpoint that accepts Alertmanager's JSON, version 4. */
export interface WebhookOptions {
  /** The URL is a secret: anyone who knows it may post. */
  readonly url: SecretKey;
}

/** Where alerts go. Credentials come from an existing Secret in monitoring's namespace. */
export class Receiver {
  static mail(options: MailOptions): Receiver {
    return new Receiver(ReceiverKind.MAIL, { mail: options });
  }
  static ntfy(options: NtfyOptions): Receiver {
    return new Receiver(ReceiverKind.NTFY, { ntfy: options });
  }
  static telegram(options: TelegramOptions): Receiver {
    return new Receiver(ReceiverKind.TELEGRAM, { telegram: options });
  }
  static webhook(options: WebhookOptions): Receiver {
    return new Receiver(ReceiverKind.WEBHOOK, { webhook: options });
  }

  private constructor(
    /** @internal */
    readonly kind: ReceiverKind,
    /** @chosen */
    readonly options: { readonly mail?: MailOptions; readonly ntfy?: NtfyOptions; readonly telegram?: TelegramOptions; readonly webhook?: WebhookOptions },
  ) {
    this.options = frozenCopy(options);
    Object.freeze(this);
  }

  /** The secret that it needs. */
  get secret(): SecretKey | undefined {
    const { mail, ntfy, telegram, webhook } = this.options;
    return mail?.password ?? ntfy?.token ?? telegram?.token ?? webhook?.url;
  }
}

/**
 * A dead man's switch outside the cluster, which raises the alarm when the heartbeat stops: Healthchecks, Dead Man's Snitch.
 * Nothing inside the cluster can report that the node running monitoring is dead.
 */
export interface Heartbeat {
  /** The URL to call. */
  readonly url: SecretKey;
  /** How often it is called. The receiver must wait longer than this before it raises the alarm. @default - 5 min */
  readonly every?: Duration;
}

/** Where alerts go, by severity. */
export interface AlertReceivers {
  /** For alerts that need action now: a promise is broken. */
  readonly critical: readonly Receiver[];
  /** For alerts that can wait until the morning. @default - the same as critical */
  readonly warnings?: readonly Receiver[];
  /** @default - nobody notices when monitoring itself is down */
  readonly heartbeat?: Heartbeat;
}
