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
{{- range $key := list "sessionlessPost" "lenientArguments" "streamableSessions" }}
{{- $value := get $.Values.config $key }}
{{- if kindIs "bool" $value }}{{ $_ := set $all ($key | snakecase | upper) (ternary "on" "off" $value) }}{{ end }}
{{- end }}
{{- $_ := set $all "PORT" (include "rookery.text" .Values.ports.http) }}
{{- $_ := set $all "MANAGEMENT_PORT" (include "rookery.text" .Values.ports.management) }}
{{- $_ := set $all "DRAIN_DELAY_SECONDS" (include "rookery.text" .Values.drain.delaySeconds) }}
{{- $_ := set $all "DRAIN_SPREAD_SECONDS" (include "rookery.text" .Values.drain.spreadSeconds) }}
{{- $_ := set $all "SHUTDOWN_SECONDS" (include "rookery.text" .Values.drain.shutdownSeconds) }}
{{- $_ := set $all "ALLOWED_HOSTS" (include "rookery.allowedHosts" .) }}
{{- $_ := set $all "AUTH" .Values.auth.mode }}
{{- with .Values.auth.requiredScopes }}{{ $_ := set $all "REQUIRED_SCOPES" (join "," .) }}{{ end }}
{{- if include "rookery.tokensKey" . }}{{ $_ := set $all "AUTH_TOKENS_FILE" "/etc/rookery/auth/tokens" }}{{ end }}
{{- if include "rookery.sessionKeysSecretName" . }}{{ $_ := set $all "SESSION_KEYS_FILE" "/etc/rookery/sessions/keys" }}{{ end }}
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

{{/* Names that the chart sets, or would set from a value: a second one in extraEnv would win unseen, over ports and drain too. */}}
{{- define "rookery.ownVariables" -}}
PORT HOST PUBLIC_URL PATH_PREFIX TRUST_PROXY MANAGEMENT_PORT MANAGEMENT_HOST TLS_CERT_FILE TLS_KEY_FILE FORCE_HTTPS
SERVER_NAME SERVER_VERSION SERVER_TITLE SERVER_INSTRUCTIONS SESSIONLESS_POST SSE_NAMED_EVENTS HEARTBEAT_SECONDS
LENIENT_ARGUMENTS WIRES RESPONSE_MODE HEADER_MISMATCH STREAMABLE_SESSIONS SESSION_IDLE_SECONDS
SESSION_KEYS SESSION_KEYS_FILE SEALED_SESSION_SECONDS
AUTH ALLOWED_HOSTS ALLOWED_ORIGINS CORS_CREDENTIALS AUTH_TOKEN AUTH_TOKENS AUTH_TOKENS_FILE REQUIRED_SCOPES
JWT_ISSUER JWT_AUDIENCE JWT_JWKS_URL JWT_ALGORITHMS JWT_TYPES JWT_CLOCK_SKEW_SECONDS JWT_SCOPE_CLAIM JWT_CLAIMS
RATE_LIMIT TOOL_RATE_LIMIT WORK_LIMIT AUTH_FAILURES_LIMIT MAX_EVENT_LOOP_DELAY_MS MAX_SESSIONS MAX_SESSIONS_PER_PRINCIPAL
MAX_SESSIONS_PER_ADDRESS MAX_STREAMS MAX_STREAMS_PER_PRINCIPAL MAX_STREAMS_PER_ADDRESS
MAX_CALLS MAX_CALLS_PER_PRINCIPAL MAX_CALLS_PER_SESSION MAX_SUBSCRIPTIONS_PER_SESSION MAX_BODY_BYTES MAX_BODY_VALUES
MAX_RESULT_BYTES LIST_PAGE_SIZE LIST_TTL_MS MAX_PENDING_BYTES MAX_BUFFERED_BYTES TOOL_TIMEOUT_SECONDS
AUTO_PROGRESS_SECONDS PING_SECONDS KEEP_ALIVE_SECONDS HEADERS_TIMEOUT_SECONDS
REQUEST_TIMEOUT_SECONDS DRAIN_DELAY_SECONDS DRAIN_SPREAD_SECONDS SHUTDOWN_SECONDS
REPLAY_SECONDS REPLAY_EVENTS REPLAY_BYTES REPLAY_TOTAL_BYTES LOG_LEVEL LOG_FORMAT
OTEL_EXPORTER_OTLP_ENDPOINT OTEL_TRACES_SAMPLER OTEL_TRACES_SAMPLER_ARG
{{- end }}
