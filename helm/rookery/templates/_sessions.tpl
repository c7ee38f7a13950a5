{{/* The wires that are served, as JSON. */}}
{{- define "rookery.wires" -}}
{{- $wires := .Values.config.wires | default (list "http-sse" "sessionless-post" "streamable-http" "stateless-http") }}
{{- if eq (toString .Values.config.sessionlessPost) "false" }}{{ $wires = without $wires "sessionless-post" }}{{ end }}
{{- toJson $wires }}
{{- end }}

{{/* Whether a wire with sessions is served: then a request has to reach the replica that has its session. */}}
{{- define "rookery.hasSessions" -}}
{{- $wires := include "rookery.wires" . | fromJsonArray }}
{{- $streamable := and (has "streamable-http" $wires) (ne (toString .Values.config.streamableSessions) "false") }}
{{- if or (has "http-sse" $wires) $streamable }}true{{ end }}
{{- end }}

{{/* The most and the fewest replicas that there may be. */}}
{{- define "rookery.mostReplicas" -}}
{{- ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- end }}

{{- define "rookery.fewestReplicas" -}}
{{- ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- end }}

{{/* The Secret with the keys of session ids; empty without keys. */}}
{{- define "rookery.sessionKeysSecretName" -}}
{{- with .Values.sessions }}
{{- if .existingSecret.name }}{{ .existingSecret.name }}
{{- else if .keys }}{{ include "rookery.suffixed" (list $ "sessions") }}
{{- end }}
{{- end }}
{{- end }}

{{- define "rookery.sessionKeysKey" -}}
{{- with .Values.sessions.existingSecret }}{{ if .name }}{{ .key }}{{ else }}keys{{ end }}{{ end }}
{{- end }}

{{/* Changes with the keys given, which pods read at their start. They are random, so nobody guesses them by it. */}}
{{- define "rookery.sessionKeysChecksum" -}}
{{- with .Values.sessions }}{{ if .keys }}{{ join "\n" .keys | sha256sum }}{{ end }}{{ end }}
{{- end }}
