{{/* Values that a schema cannot refuse: each with its reason and what to do. */}}
{{- define "rookery.validate" -}}
{{- include "rookery.validateReplicas" . }}
{{- include "rookery.validateSessionKeys" . }}
{{- include "rookery.validateAuth" . }}
{{- include "rookery.validateEdge" . }}
{{- include "rookery.validateLifetime" . }}
{{- include "rookery.validatePod" . }}
{{- end }}

{{- define "rookery.validateReplicas" -}}
{{- $reason := "sessions live in the memory of one replica: a request that reached another one would get 404. Install the chart once for each replica instead, behind a proxy that routes by Mcp-Session-Id: docs/production/replicas.md. Or serve no sessions: config.wires=[stateless-http], or config.wires without http-sse and config.streamableSessions=false" }}
{{- $hasSessions := include "rookery.hasSessions" . }}
{{- if ne .Values.sessions.store "memory" }}
{{- fail "sessions.store=redis is not built yet: leave it at memory" }}
{{- end }}
{{- if and $hasSessions (gt (int .Values.replicaCount) 1) }}
{{- fail (printf "replicaCount must be at most 1, since %s" $reason) }}
{{- end }}
{{- if and $hasSessions .Values.autoscaling.enabled (gt (int .Values.autoscaling.maxReplicas) 1) }}
{{- fail (printf "autoscaling.maxReplicas must be at most 1, since %s" $reason) }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail "autoscaling.minReplicas must not be above autoscaling.maxReplicas" }}
{{- end }}
{{- with .Values.autoscaling }}
{{- if and .enabled (not (or .targetCPUUtilizationPercentage .targetOpenStreams .targetCallsInFlight .extraMetrics)) }}
{{- fail "autoscaling needs a target: targetCPUUtilizationPercentage, targetOpenStreams, targetCallsInFlight or extraMetrics" }}
{{- end }}
{{- end }}
{{- include "rookery.validateBudget" . }}
{{- end }}

{{- define "rookery.validateBudget" -}}
{{- $budget := .Values.podDisruptionBudget }}
{{- if and $budget.enabled (not (kindIs "invalid" $budget.minAvailable)) }}
{{- $fewest := include "rookery.fewestReplicas" . | int }}
{{- $isShare := hasSuffix "%" (toString $budget.minAvailable) }}
{{- if or (le $fewest 1) (eq (toString $budget.minAvailable) "100%") (and (not $isShare) (ge (int $budget.minAvailable) $fewest)) }}
{{- fail (printf "podDisruptionBudget.minAvailable=%v with as few as %d replicas would stop every drain of a node: use maxUnavailable" $budget.minAvailable $fewest) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "rookery.validateSessionKeys" -}}
{{- with .Values.sessions }}
{{- if and .keys .existingSecret.name }}
{{- fail "sessions.existingSecret.name stands instead of sessions.keys: set one or the other" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "rookery.validateAuth" -}}
{{- with .Values.auth }}
{{- if and .existingSecret.name (or .token .tokens) }}
{{- fail "auth.existingSecret.name stands instead of auth.token and auth.tokens: set one or the other" }}
{{- end }}
{{- if and (ne .mode "bearer") (or .token .tokens .existingSecret.name) }}
{{- fail (printf "auth.token, auth.tokens and auth.existingSecret are for auth.mode=bearer, but it is %s" .mode) }}
{{- end }}
{{- if and .existingSecret.name (not .existingSecret.tokenKey) (not .existingSecret.tokensKey) }}
{{- fail "auth.existingSecret needs tokenKey, tokensKey or both" }}
{{- end }}
{{- if and (eq .mode "jwt") (not .jwt.issuer) }}
{{- fail "auth.mode=jwt needs auth.jwt.issuer" }}
{{- end }}
{{- if and (eq .mode "jwt") (not .jwt.jwksUrl) }}
{{- fail "auth.mode=jwt needs auth.jwt.jwksUrl: where the issuer publishes its keys" }}
{{- end }}
{{- if and (ne .mode "jwt") (or .jwt.issuer .jwt.audience .jwt.jwksUrl .jwt.scopeClaim .jwt.claims) }}
{{- fail (printf "auth.jwt is for auth.mode=jwt, but it is %s" .mode) }}
{{- end }}
{{- if and (eq .mode "jwt") (not .jwt.audience) (not $.Values.config.publicUrl) }}
{{- fail "auth.mode=jwt needs auth.jwt.audience or config.publicUrl: tokens for others must not be taken" }}
{{- end }}
{{- if and (eq .mode "none") .requiredScopes }}
{{- fail "auth.requiredScopes with auth.mode=none: nobody has scopes" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "rookery.validateEdge" -}}
{{- $routed := or .Values.httpRoute.enabled .Values.ingress.enabled }}
{{- $trust := toString (default "" .Values.config.trustProxy) }}
{{- if and $routed (or (eq $trust "") (eq $trust "0")) }}
{{- fail "config.trustProxy must be set with a route or an ingress: how many proxies stand in front (often 1), or their CIDRs. Without it all clients share one address and its limits" }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
{{- fail "httpRoute.parentRefs must name a Gateway" }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.hosts must name a host" }}
{{- end }}
{{- $hosts := include "rookery.routedHosts" . | fromJsonArray }}
{{- $isOpen := or (and .Values.httpRoute.enabled (not .Values.httpRoute.hostnames)) (has "" $hosts) }}
{{- range $hosts }}{{ if hasPrefix "*" . }}{{ $isOpen = true }}{{ end }}{{ end }}
{{- if and $isOpen (not .Values.config.publicUrl) (not .Values.config.allowedHosts) }}
{{- fail "a route without a host, or with a wildcard, needs config.publicUrl or config.allowedHosts: requests to unknown hosts get 403" }}
{{- end }}
{{- if .Values.config.forceHttps }}
{{- if not (hasPrefix "https://" .Values.config.publicUrl) }}
{{- fail "config.forceHttps needs a config.publicUrl with https, which requests are sent to" }}
{{- end }}
{{- if and (not .Values.tls.enabled) (or (eq $trust "") (eq $trust "0")) }}
{{- fail "config.forceHttps needs config.trustProxy: only the proxy in front knows whether a request came by HTTPS" }}
{{- end }}
{{- end }}
{{- if and .Values.tls.enabled (not .Values.tls.existingSecret) }}
{{- fail "tls.enabled needs tls.existingSecret, a Secret of type kubernetes.io/tls" }}
{{- end }}
{{- if eq (int .Values.ports.http) (int .Values.ports.management) }}
{{- fail "ports.http and ports.management must differ: clients do not belong on the management port" }}
{{- end }}
{{- end }}

{{- define "rookery.validateLifetime" -}}
{{- if ge (int .Values.drain.delaySeconds) (int .Values.drain.shutdownSeconds) }}
{{- fail "drain.delaySeconds is part of drain.shutdownSeconds, and must be below it" }}
{{- end }}
{{- $needed := include "rookery.drainSeconds" . | int }}
{{- if lt (include "rookery.gracePeriod" . | int) $needed }}
{{- fail (printf "terminationGracePeriodSeconds must be at least %d, for the drain: below it calls in flight are cut off" $needed) }}
{{- end }}
{{- if le (include "rookery.progressDeadline" . | int) (add .Values.minReadySeconds (include "rookery.gracePeriod" . | int) | int) }}
{{- fail "progressDeadlineSeconds must be above minReadySeconds and the grace period together, or a drain looks like a rollout that failed" }}
{{- end }}
{{- end }}

{{- define "rookery.validatePod" -}}
{{- $own := include "rookery.ownVariables" . | replace "\n" " " | splitList " " }}
{{- range .Values.extraEnv }}
{{- if has .name $own }}
{{- fail (printf "%s must not be in extraEnv: it has a value of its own" .name) }}
{{- end }}
{{- end }}
{{- range $label, $_ := .Values.podLabels }}
{{- if hasPrefix "app.kubernetes.io/" $label }}
{{- fail (printf "podLabels must not set %s: the Service finds its pods by it" $label) }}
{{- end }}
{{- end }}
{{- range $label, $_ := .Values.commonLabels }}
{{- if or (hasPrefix "app.kubernetes.io/" $label) (hasPrefix "helm.sh/" $label) }}
{{- fail (printf "commonLabels must not set %s: the chart does" $label) }}
{{- end }}
{{- end }}
{{- end }}
