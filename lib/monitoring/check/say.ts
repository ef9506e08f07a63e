import { type Finding, Severity } from '../../cluster/finding';

type Say = (code: string, path: string, given: string, allowed: string, fix: string) => Finding;

const saying =
  (severity: Severity): Say =>
  (code, path, given, allowed, fix) => ({ code, severity, path, given, allowed, fix });

export const error = saying(Severity.ERROR);
export const warning = saying(Severity.WARNING);
export const note = saying(Severity.NOTE);
