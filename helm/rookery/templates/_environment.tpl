{{/* The names by which the Service is reached, and those of routes and of ingress: requests to others get 403. */}}
{{- define "rookery.allowedHosts" -}}
{{- $name := include "rookery.fullname" . }}
{{- $ns := .Release.Namespace }}
{{- $hosts := list $name (printf "%s.%s" $name $ns) (printf "%s.%s.svc" $name $ns) (printf "%s.%s.svc.%s" $name $ns .Values.clusterDomain) }}
{{- $hosts = concat $hosts (include "rookery.routedHosts" . | fromJsonArray) .Values.config.allowedHosts }}
{{- $plain := list }}
{{- range $hosts | uniq }}
{{- if not (hasPrefix "*" .) }}{{ $plain = append $plain . }}{{ end }}
{{- end }}
{{- join "," $plain }}
{{- end }}

{{/* The hosts of the route and of the ingress, as JSON; one that is missing is an empty text. */}}
{{- define "rookery.routedHosts" -}}
{{- $hosts := list }}
{{- if .Values.httpRoute.enabled }}
{{- range .Values.httpRoute.hostnames }}{{ $hosts = append $hosts (tpl . $) }}{{ end }}
{{- end }}
{{- if .Values.ingress.enabled }}
{{- range .Values.ingress.hosts }}{{ $hosts = append $hosts (tpl .host $) }}{{ end }}
{{- end }}
{{- toJson $hosts }}
{{- end }}

{{/* A value as the server reads it. Numbers come as floats, and large ones would be printed as 1.048576e+06. */}}
{{- define "rookery.text" -}}
{{- if kindIs "slice" . }}{{ join "," . }}
{{- else if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}
{{- else }}{{ . }}
{{- end }}
{{- end }}

{{/* Every variable that is no secret: `config.maxSessions` is MAX_SESSIONS. */}}
{{- define "rookery.environment" -}}
{{- $all := dict }}
{{- range $key, $value := .Values.config }}
{{- if and (not (kindIs "invalid" $value)) (ne (toString $value) "") (ne (toString $value) "[]") }}
{{- $_ := set $all ($key | snakecase | upper) (include "rookery.text" $value) }}
{{- end }}
{{- end }}
{{- with .Values.config.sessionlessPost }}{{ $_ := set $all "SESSIONLESS_POST" "on" }}{{ end }}
{{- if eq (toString .Values.config.sessionlessPost) "false" }}{{ $_ := set $all "SESSIONLESS_POST" "off" }}{{ end }}
{{- $_ := set $all "PORT" (include "rookery.text" .Values.ports.http) }}
{{- $_ := set $all "MANAGEMENT_PORT" (include "rookery.text" .Values.ports.management) }}
{{- $_ := set $all "DRAIN_DELAY_SECONDS" (include "rookery.text" .Values.drain.delaySeconds) }}
{{- $_ := set $all "DRAIN_SPREAD_SECONDS" (include "rookery.text" .Values.drain.spreadSeconds) }}
{{- $_ := set $all "SHUTDOWN_SECONDS" (include "rookery.text" .Values.drain.shutdownSeconds) }}
{{- $_ := set $all "ALLOWED_HOSTS" (include "rookery.allowedHosts" .) }}
{{- $_ := set $all "AUTH" .Values.auth.mode }}
{{- with .Values.auth.requiredScopes }}{{ $_ := set $all "REQUIRED_SCOPES" (join "," .) }}{{ end }}
{{- if include "rookery.tokensKey" . }}{{ $_ := set $all "AUTH_TOKENS_FILE" "/etc/rookery/auth/tokens" }}{{ end }}
{{- if eq .Values.auth.mode "jwt" }}
{{- range $key, $value := .Values.auth.jwt }}
{{- if $value }}{{ $_ := set $all (printf "JWT_%s" ($key | snakecase | upper)) (include "rookery.text" $value) }}{{ end }}
{{- end }}
{{- if not (kindIs "invalid" .Values.auth.jwt.clockSkewSeconds) }}
{{- $_ := set $all "JWT_CLOCK_SKEW_SECONDS" (include "rookery.text" .Values.auth.jwt.clockSkewSeconds) }}
{{- end }}
{{- end }}
{{- if .Values.tls.enabled }}
{{- $_ := set $all "TLS_CERT_FILE" "/etc/rookery/tls/tls.crt" }}
{{- $_ := set $all "TLS_KEY_FILE" "/etc/rookery/tls/tls.key" }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{/* Names that the chart sets, or could set from a value. */}}
{{- define "rookery.ownVariables" -}}
{{- $names := list "PORT" "MANAGEMENT_PORT" "MANAGEMENT_HOST" "DRAIN_DELAY_SECONDS" "DRAIN_SPREAD_SECONDS" "SHUTDOWN_SECONDS" }}
{{- $names = concat $names (list "AUTH" "AUTH_TOKEN" "AUTH_TOKENS" "AUTH_TOKENS_FILE" "REQUIRED_SCOPES" "TLS_CERT_FILE" "TLS_KEY_FILE") }}
{{- range $key, $_ := .Values.config }}{{ $names = append $names ($key | snakecase | upper) }}{{ end }}
{{- range $key, $_ := .Values.auth.jwt }}{{ $names = append $names (printf "JWT_%s" ($key | snakecase | upper)) }}{{ end }}
{{- toJson $names }}
{{- end }}
