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

{{/*
Changes with the token given, so that pods restart for a new one. Lines of `tokens` are followed without a restart, and a
generated token stays: neither is in it.

Many may read the annotations of pods who may not read Secrets. They can guess a token that a person chose, and compare.
So it is scrypt (N=32768, r=8, p=2; derivePassword is sprig's only slow hash that gives the same result each time), and
each guess costs 32 MiB and about 0.1 s. Its salt is the namespace and name of the release: not secret, but no table of
hashes that somebody made before is of use, and two releases with one token do not show it. A random salt would have to
be looked up in the cluster, and `helm template` would restart all pods each time.
*/}}
{{- define "rookery.tokenChecksum" -}}
{{- with .Values.auth.token }}
{{- $release := printf "%s/%s" $.Release.Namespace $.Release.Name }}
{{- derivePassword 1 "maximum" . $release "checksum/secret" | sha256sum }}
{{- end }}
{{- end }}
