export const TITLE = '{{ template "availability.title" . }}';
export const TEXT = '{{ template "availability.text" . }}';

/** How many alerts a message shows in full, and how many with at least their first line: a phone shows no more. */
const IN_FULL = 3;
const IN_SHORT = 10;
/** ntfy accepts 4096 bytes (server.yml, message-size-limit), Telegram 4096 characters; some of ours take more than a byte. */
const MOST_CHARACTERS = 3_500;

/**
 * A message in the form that ntfy accepts at its root (docs.ntfy.sh, Publish as JSON); priority 5 is urgent, 3 the default.
 * Alertmanager parses the result as YAML (template/template.go, DeepCopyWithTemplate): as JSON strings, texts stay texts.
 */
export function ntfyPayload(topic: string, urgent: boolean): string {
  const priority = urgent ? '{{ if eq .Status "firing" }}5{{ else }}3{{ end }}' : '3';
  return `${texts()}{"topic":${JSON.stringify(topic)},"title":{{ $t | toJson }},"message":{{ printf "%.${MOST_CHARACTERS}s" $m | toJson }},"priority":${priority}}`;
}

/** Sets $t, the first line, and $m, the rest: a function accepts a variable, but no template. */
function texts(): string {
  const more = (count: string) => `{{ if gt (len ${count}) 1 }}{{ $t = printf "%s And %d more." $t (len (slice ${count} 1)) }}{{ end }}`;
  // Alerts from elsewhere usually have only a description.
  const told = ['summary', 'promise', 'since', 'cause', 'command'];
  const name = '{{ $s := .Annotations.summary }}{{ if not $s }}{{ $s = .Labels.alertname }}{{ end }}';
  const parts = told
    .slice(1)
    .map((part) => `{{ with $a.Annotations.${part} }}{{ $m = printf "%s${HEADINGS[part]}: %s\\n" $m . }}{{ end }}`)
    .join('');
  return [
    '{{ $t := "" }}{{ $m := "" }}{{ $n := 0 }}',
    '{{ if eq .Status "firing" }}',
    `{{ with index .Alerts.Firing 0 }}${name}{{ $t = $s }}{{ end }}${more('.Alerts.Firing')}`,
    '{{ else }}',
    `{{ with index .Alerts.Resolved 0 }}${name}{{ $t = printf "Resolved: %s" $s }}{{ end }}${more('.Alerts.Resolved')}`,
    '{{ end }}{{ $t = printf "[%s] %s" .CommonLabels.cluster $t }}',
    `{{ range $i, $a := .Alerts.Firing }}${name}`,
    `{{ if lt $i ${IN_FULL} }}{{ $m = printf "%s%s\\n" $m $s }}${parts}{{ with $a.Annotations.description }}{{ $m = printf "%s%s\\n" $m . }}{{ end }}{{ $m = printf "%s\\n" $m }}`,
    `{{ else if lt $i ${IN_SHORT} }}{{ $m = printf "%s%s\\n" $m $s }}{{ else }}{{ $n = len (slice $.Alerts.Firing ${IN_SHORT}) }}{{ end }}{{ end }}`,
    '{{ if $n }}{{ $m = printf "%sAnd %d more.\\n" $m $n }}{{ end }}',
    `{{ range $i, $a := .Alerts.Resolved }}{{ if lt $i ${IN_SHORT} }}${name}{{ $m = printf "%sResolved: %s\\n" $m $s }}{{ end }}{{ end }}`,
  ].join('');
}

const HEADINGS: { readonly [annotation: string]: string } = { promise: 'Promise', since: 'Since', cause: 'Likely cause', command: 'Run' };

/** What a person reads on a phone: first what is wrong, last what to run. */
export const MESSAGES = `{{ define "availability.title" -}}
${texts()}{{ $t }}
{{- end }}
{{ define "availability.text" -}}
${texts()}{{ printf "%.${MOST_CHARACTERS}s" $m }}
{{- end }}
`;
