{{/* Names are labels too, which have at most 63 characters. */}}
{{- define "rookery.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "rookery.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* A name with a suffix, which is never cut off. Takes (list context suffix). */}}
{{- define "rookery.suffixed" -}}
{{- $suffix := last . }}
{{- $room := sub 62 (len $suffix) | int }}
{{- printf "%s-%s" (include "rookery.fullname" (first .) | trunc $room | trimSuffix "-") $suffix }}
{{- end }}

{{- define "rookery.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* What never changes: a Deployment's selector cannot. The component keeps the pods of `helm test` out of the Service. */}}
{{- define "rookery.selectorLabels" -}}
app.kubernetes.io/name: {{ include "rookery.name" . }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: server
{{- end }}

{{/* Labels of an object. Takes (list context component). */}}
{{- define "rookery.componentLabels" -}}
{{- $context := first . }}
{{- $labels := dict
  "helm.sh/chart" (include "rookery.chart" $context)
  "app.kubernetes.io/name" (include "rookery.name" $context)
  "app.kubernetes.io/instance" $context.Release.Name
  "app.kubernetes.io/version" ($context.Chart.AppVersion | toString)
  "app.kubernetes.io/managed-by" $context.Release.Service
  "app.kubernetes.io/part-of" "rookery"
  "app.kubernetes.io/component" (last .) }}
{{- toYaml (merge $labels $context.Values.commonLabels) }}
{{- end }}

{{- define "rookery.labels" -}}
{{- include "rookery.componentLabels" (list . "server") }}
{{- end }}

{{/* Labels of the pods: without the chart's version, which would end all sessions when only the chart changes. */}}
{{- define "rookery.podLabels" -}}
{{- include "rookery.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: rookery
{{- with merge (dict) .Values.podLabels .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "rookery.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "rookery.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "rookery.image" -}}
{{- with .Values.image }}
{{- with .registry }}{{ . }}/{{ end }}{{ .repository }}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}{{ end }}
{{- end }}
{{- end }}

{{/* A value with its templates filled in. Takes (dict "value" … "context" …). */}}
{{- define "rookery.filledIn" -}}
{{- tpl (kindIs "string" .value | ternary .value (toYaml .value)) .context }}
{{- end }}
