{{/* Where the credentials are, and which there are. */}}
{{- define "rookery.authSecretName" -}}
{{- default (include "rookery.suffixed" (list . "auth")) .Values.auth.existingSecret.name }}
{{- end }}

{{- define "rookery.tokenKey" -}}
{{- with .Values.auth }}
{{- if ne .mode "bearer" }}
{{- else if .existingSecret.name }}{{ .existingSecret.tokenKey }}
{{- else if or .token (not .tokens) }}token
{{- end }}
{{- end }}
{{- end }}

{{- define "rookery.tokensKey" -}}
{{- with .Values.auth }}
{{- if ne .mode "bearer" }}
{{- else if .existingSecret.name }}{{ .existingSecret.tokensKey }}
{{- else if .tokens }}tokens
{{- end }}
{{- end }}
{{- end }}

{{/* The token of the Secret in the cluster; else the one given, else a new one of 48 characters. */}}
{{- define "rookery.token" -}}
{{- if .Values.auth.token }}
{{- .Values.auth.token }}
{{- else }}
{{- $known := lookup "v1" "Secret" .Release.Namespace (include "rookery.authSecretName" .) }}
{{- with dig "data" "token" "" (default dict $known) }}{{ b64dec . }}{{ else }}{{ randAlphaNum 48 }}{{ end }}
{{- end }}
{{- end }}
