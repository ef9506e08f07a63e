import { listed } from '../cluster/names';

/** How urgent an alert is. */
export enum AlertSeverity {
  /** A promise is broken now: somebody has to act at once. */
  CRITICAL = 'critical',
  /** No promise is broken yet: it can wait until the morning. */
  WARNING = 'warning',
  /** Not for people: the sign of life that the heartbeat receiver waits for. */
  NONE = 'none',
}

/** A series recorded at each evaluation, so that alerts and dashboards can query it by one name. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels: { readonly [name: string]: string };
}

/** A query, or a query with the alert's labels in it: `%s` stands for each of them in turn. */
export type Well = string | { readonly query: string; readonly of: readonly string[] };

/** A condition that somebody should know about, with what they need to act. */
export interface Alert {
  readonly alert: string;
  /** Has a result while the condition holds. */
  readonly expr: string;
  /** How long it must hold first, in seconds. */
  readonly forSeconds: number;
  readonly severity: AlertSeverity;
  readonly labels: { readonly [name: string]: string };
  /** Which app or node, and what is wrong with it. */
  readonly summary: string;
  /** The promise at stake, and where it comes from. */
  readonly promise: string;
  /** Has a result while all is well: the trouble began when it last had one. */
  readonly wellWhile: Well;
  /** The likely cause. */
  readonly cause: string;
  /** The next command to run. */
  readonly command: string;
  /** The command for dashboards, which are the same for all clusters and know only the alert's labels. @default - command, with its labels */
  readonly commandAnywhere?: string;
}

export type Rule = Recording | Alert;

/** Rules that Prometheus evaluates one after the other. */
export interface RuleGroup {
  /** What it watches: groups of one kind share a file. */
  readonly kind: string;
  /** Joined by slashes, which names cannot contain: Prometheus refuses two groups with one name. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

export function isAlert(rule: Rule): rule is Alert {
  return 'alert' in rule;
}

/**
 * Who asks, or who is asked for others, restarts within that time. What was known before it holds until then: an alert that
 * fires goes on, so that a gap is neither told of as a recovery nor followed by the same alert once more.
 */
export const GAP_SECONDS = 3 * 60;

/** How far back an alert looks for when it began. */
const LOOK_BACK = '1d';

/**
 * When it began, as text in an annotation: Prometheus looks up the last minute in which all was well. Only active alerts have
 * annotations, so the query costs nothing while nothing is wrong.
 * Functions: Prometheus 3.15, template/template.go (query, first, value, toTime).
 */
function since(well: Well): string {
  const { query, of } = typeof well === 'string' ? { query: well, of: [] } : well;
  const text = `"${`max(max_over_time(timestamp(${query})[${LOOK_BACK}:1m]))`.replaceAll(/["\\]/g, '\\$&')}"`;
  const asked = of.length === 0 ? text : `(printf ${text} ${of.map((label) => `$labels.${label}`).join(' ')})`;
  return `{{ with query ${asked} }}{{ (. | first | value | toTime).Format "2006-01-02 15:04 MST" }}{{ else }}more than a day ago{{ end }}`;
}

/** The format of a Prometheus rule file and of the groups in a PrometheusRule. */
export function renderGroup({ name, rules }: RuleGroup): { readonly name: string; readonly rules: readonly unknown[] } {
  return {
    name,
    rules: rules.map((rule) =>
      isAlert(rule)
        ? {
            alert: rule.alert,
            expr: rule.expr,
            ...(rule.forSeconds === 0 ? {} : { for: seconds(rule.forSeconds) }),
            ...(rule.severity === AlertSeverity.NONE ? {} : { keep_firing_for: seconds(GAP_SECONDS) }),
            labels: { severity: rule.severity, ...rule.labels },
            annotations: {
              summary: rule.summary,
              promise: rule.promise,
              since: since(rule.wellWhile),
              cause: rule.cause,
              command: rule.command,
            },
          }
        : { record: rule.record, expr: rule.expr, ...(Object.keys(rule.labels).length === 0 ? {} : { labels: rule.labels }) },
    ),
  };
}

/** A duration as Prometheus writes it: `90s`, `5m`, `1h`. */
export function seconds(amount: number): string {
  const whole = Math.round(amount);
  if (whole % 3600 === 0) return `${whole / 3600}h`;
  return whole % 60 === 0 ? `${whole / 60}m` : `${whole}s`;
}

/** A text in an annotation, where two braces would begin a template (Go, text/template). */
export function plain(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** A string of PromQL: it has the escapes of Go, which those of JSON are among (Prometheus, Querying basics). */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A pattern of PromQL that only these texts match, as a string: a name may have a dot. */
export function anyOf(texts: readonly string[]): string {
  return quoted(texts.map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));
}

/** A selector: `up{job="kubelet",node="prod"}`. */
export function series(metric: string, labels: { readonly [name: string]: string }): string {
  return `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(',')}}`;
}

/** `none`, `a`, `a and b`; a long list is cut to fit on a phone. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, FEW);
  return names.length > FEW ? `${shown.join(', ')} and ${names.length - FEW} more` : listed(names);
}

const FEW = 8;

/** A forecast counts below this share: above it, a day of growth is normal. */
const FORECAST_BELOW = 0.3;
const FORECAST_SECONDS = 24 * 3600;

/**
 * The share left of a disk or volume that is nearly full, or will be within a day. It counts as growing if it grew in both halves
 * of the last six hours: pulling an image is a single step, and a few minutes are no trend.
 */
export function runsFull(available: string, size: string, least: number): string {
  return `(${available} / ${size} < ${least}) or ${fillsUp(available, size)}`;
}

/** While it is neither. */
export function hasRoom(available: string, size: string, least: number): string {
  return `(${available} / ${size} >= ${least}) unless ${fillsUp(available, size)}`;
}

function fillsUp(available: string, size: string): string {
  const halves = ['[3h]', '[3h] offset 3h'].map((half) => `(predict_linear(${available}${half}, ${FORECAST_SECONDS}) < 0)`);
  return `((${available} / ${size} < ${FORECAST_BELOW}) and ${halves.join(' and ')})`;
}
