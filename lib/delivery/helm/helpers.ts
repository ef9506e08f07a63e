/**
 * What templates call. Other charts may have the same, with the same meaning. `limited` refuses a request above its limit, which a
 * schema cannot compare.
 */
export const HELPERS = `{{- define "cdk8s-availability.image" -}}
{{ .repository }}{{ with .tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
{{- define "cdk8s-availability.amount" -}}
{{- $unit := regexFind "[A-Za-z]+$" (toString .) -}}
{{- $times := dict "m" 1e-3 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 "Ei" 1152921504606846976 -}}
{{- mulf (trimSuffix $unit (toString .) | float64) (default 1 (get $times $unit)) -}}
{{- end }}
{{- define "cdk8s-availability.limited" -}}
{{- $container := first . -}}
{{- $resources := last . -}}
{{- range $name, $limit := $resources.limits -}}
{{- $request := get $resources.requests $name | default $limit -}}
{{- if gt (include "cdk8s-availability.amount" $request | float64) (include "cdk8s-availability.amount" $limit | float64) -}}
{{- fail (printf "the container %s requests %v of %s, but its limit is %v: raise the limit, or request less" $container $request $name $limit) -}}
{{- end -}}
{{- end -}}
{{- end }}
{{- define "cdk8s-availability.env" }}
{{- range $name, $value := . }}
- name: {{ toJson $name }}
  value: {{ toJson $value }}
{{- end }}
{{- end }}
`;
