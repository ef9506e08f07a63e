import type { SecretKey } from '../availability/ask/secret-key';
import { frozenCopy } from '../cluster/cluster';
import type { Duration } from '../cluster/units';

export enum ReceiverKind {
  MAIL = 'mail',
  NTFY = 'ntfy',
  TELEGRAM = 'telegram',
  WEBHOOK = 'webhook',
}

/** A server that takes mail. */
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

/** A chat that a bot of Telegram is in. */
export interface TelegramOptions {
  /** The number of the chat; of groups it is negative. */
  readonly chat: number;
  /** The token of the bot. */
  readonly token: SecretKey;
}

/** Somebody who takes what Alertmanager posts: its JSON, version 4. */
export interface WebhookOptions {
  /** The address is a secret: who knows it may post. */
  readonly url: SecretKey;
}

/** Where alerts go. Whatever lets one in is in a Secret that exists in the namespace of monitoring. */
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
 * Somebody outside of the cluster who calls when he no longer hears of it: Healthchecks, Dead Man's Snitch. Nothing inside
 * can tell that the node is dead on which monitoring lives.
 */
export interface Heartbeat {
  /** The address that is to be called. */
  readonly url: SecretKey;
  /** How often it is called. The receiver must wait longer than that before it calls. @default - 5 min */
  readonly every?: Duration;
}

/** Whom alerts go to. */
export interface AlertReceivers {
  /** Those to be woken: an objective is broken now. */
  readonly critical: readonly Receiver[];
  /** Those who look at the rest by daylight. @default - the same as critical */
  readonly warnings?: readonly Receiver[];
  /** @default - nobody notices when monitoring itself is down */
  readonly heartbeat?: Heartbeat;
}
