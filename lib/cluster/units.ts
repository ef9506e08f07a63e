import { refuseMisshapen } from './refuse';
import { number } from './shape';

const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** An amount of bytes: memory or disk. */
export class Size {
  static bytes(amount: number): Size {
    return new Size(given('Size.bytes', amount));
  }
  static kib(amount: number): Size {
    return new Size(given('Size.kib', amount) * 1024);
  }
  static mib(amount: number): Size {
    return new Size(given('Size.mib', amount) * 1024 ** 2);
  }
  /** @hint */
  static gib(amount: number): Size {
    return new Size(given('Size.gib', amount) * 1024 ** 3);
  }
  static tib(amount: number): Size {
    return new Size(given('Size.tib', amount) * 1024 ** 4);
  }

  /** Whole bytes: Kubernetes accepts no fractions. */
  readonly bytes: number;

  private constructor(bytes: number) {
    this.bytes = Math.round(given('Size', bytes));
    Object.freeze(this);
  }

  /** The shortest exact Kubernetes quantity, for instance `512Mi`. */
  toString(): string {
    let amount = this.bytes;
    let suffix = '';
    for (const next of BINARY_SUFFIXES) {
      if (amount === 0 || amount % 1024 !== 0) break;
      amount /= 1024;
      suffix = next;
    }
    return `${amount}${suffix}`;
  }
}

/** An amount of processor time: one core is one hardware thread of the node. */
export class Cpu {
  static millis(amount: number): Cpu {
    return new Cpu(given('Cpu.millis', amount));
  }
  /** @hint */
  static cores(amount: number): Cpu {
    return new Cpu(given('Cpu.cores', amount) * 1000);
  }

  /** Whole thousandths of a core: Kubernetes accepts no fractions. */
  readonly millis: number;

  private constructor(millis: number) {
    this.millis = Math.ceil(Math.round(given('Cpu', millis) * 1000) / 1000);
    Object.freeze(this);
  }

  /** A Kubernetes quantity: `2` or `250m`. */
  toString(): string {
    return this.millis % 1000 === 0 ? `${this.millis / 1000}` : `${this.millis}m`;
  }
}

/** A length of time, possibly infinite. */
export class Duration {
  static millis(amount: number): Duration {
    return new Duration(given('Duration.millis', amount) / 1000);
  }
  /** @hint */
  static seconds(amount: number): Duration {
    return new Duration(given('Duration.seconds', amount));
  }
  static minutes(amount: number): Duration {
    return new Duration(given('Duration.minutes', amount) * 60);
  }
  static hours(amount: number): Duration {
    return new Duration(given('Duration.hours', amount) * 3600);
  }
  static days(amount: number): Duration {
    return new Duration(given('Duration.days', amount) * 86400);
  }
  static forever(): Duration {
    return new Duration(Number.POSITIVE_INFINITY);
  }

  private constructor(readonly seconds: number) {
    Object.freeze(this);
  }

  toString(): string {
    return formatSeconds(this.seconds);
  }
}

/** Programs can run without the compiler: what is no number would become one, or throw an obscure error. */
function given(maker: string, amount: number): number {
  if (typeof amount !== 'number') refuseMisshapen(maker, number, amount);
  return amount;
}

/** Seconds as people write them: `45 s`, `5 min 40 s`, `never`. */
export function formatSeconds(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'never';
  if (seconds !== 0 && Math.abs(seconds) < 1) return `${round(seconds * 1000)} ms`;
  if (Math.abs(seconds) < 120) return `${round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.trunc(whole / 60);
  const rest = whole - minutes * 60;
  if (minutes < 120) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${round(seconds / 3600)} h`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
