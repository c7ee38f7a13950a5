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
