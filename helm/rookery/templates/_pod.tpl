{{/* The pod of the Deployment. */}}
{{- define "rookery.podSpec" -}}
serviceAccountName: {{ include "rookery.serviceAccountName" . }}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ include "rookery.gracePeriod" . }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- with .Values.hostAliases }}
hostAliases: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.dnsConfig }}
dnsConfig: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.initContainers }}
initContainers: {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
{{- end }}
containers:
  - {{- include "rookery.container" . | nindent 4 }}
  {{- with .Values.extraContainers }}
  {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
  {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- with include "rookery.tokensKey" . }}
  - name: auth
    secret:
      secretName: {{ include "rookery.authSecretName" $ }}
      {{- /* 0440: the group is fsGroup. */}}
      defaultMode: 288
      items: [{ key: {{ . }}, path: tokens }]
  {{- end }}
  {{- with include "rookery.sessionKeysSecretName" . }}
  - name: sessions
    secret:
      secretName: {{ . }}
      defaultMode: 288
      items: [{ key: {{ include "rookery.sessionKeysKey" $ }}, path: keys }]
  {{- end }}
  {{- if .Values.tls.enabled }}
  - name: tls
    secret:
      secretName: {{ .Values.tls.existingSecret }}
      defaultMode: 288
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  {{- $selector := dict "labelSelector" (dict "matchLabels" (include "rookery.selectorLabels" $ | fromYaml)) }}
  - {{- include "rookery.filledIn" (dict "value" (merge (dict) . $selector) "context" $) | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "rookery.container" -}}
name: rookery
image: {{ include "rookery.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.command }}
command: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.args }}
args: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.securityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - { name: http, containerPort: {{ .Values.ports.http }}, protocol: TCP }
  - { name: management, containerPort: {{ .Values.ports.management }}, protocol: TCP }
envFrom:
  - configMapRef:
      name: {{ include "rookery.fullname" . }}
  {{- with .Values.extraEnvFrom }}
  {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
  {{- end }}
{{- $tokenKey := include "rookery.tokenKey" . }}
{{- if or $tokenKey .Values.extraEnv }}
env:
  {{- with $tokenKey }}
  - name: AUTH_TOKEN
    valueFrom:
      secretKeyRef:
        name: {{ include "rookery.authSecretName" $ }}
        key: {{ . }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
  {{- end }}
{{- end }}
startupProbe:
  httpGet: { path: /health/live, port: management }
  {{- toYaml .Values.probes.startup | nindent 2 }}
livenessProbe:
  httpGet: { path: /health/live, port: management }
  {{- toYaml .Values.probes.liveness | nindent 2 }}
readinessProbe:
  httpGet: { path: /health/ready, port: management }
  {{- toYaml .Values.probes.readiness | nindent 2 }}
{{- if .Values.drain.preStopSeconds }}
lifecycle:
  preStop:
    sleep: { seconds: {{ .Values.drain.preStopSeconds }} }
{{- end }}
{{- with .Values.resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- if include "rookery.tokensKey" . }}
  - { name: auth, mountPath: /etc/rookery/auth, readOnly: true }
  {{- end }}
  {{- if include "rookery.sessionKeysSecretName" . }}
  - { name: sessions, mountPath: /etc/rookery/sessions, readOnly: true }
  {{- end }}
  {{- if .Values.tls.enabled }}
  - { name: tls, mountPath: /etc/rookery/tls, readOnly: true }
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- include "rookery.filledIn" (dict "value" . "context" $) | nindent 2 }}
  {{- end }}
{{- end }}
