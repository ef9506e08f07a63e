import type { Finding } from '../../cluster/finding';
import { Severity } from '../../cluster/finding';

/** Collects what is said against one app. */
export class Findings {
  private readonly all: Finding[] = [];

  constructor(private readonly path: string) {}

  error(code: string, given: string, allowed: string, fix: string): void {
    this.all.push({ code, severity: Severity.ERROR, path: this.path, given, allowed, fix: fix });
  }
  warning(code: string, given: string, allowed: string, fix: string): void {
    this.all.push({ code, severity: Severity.WARNING, path: this.path, given, allowed, fix: fix });
  }
  list(): readonly Finding[] {
    return this.all;
  }
}
