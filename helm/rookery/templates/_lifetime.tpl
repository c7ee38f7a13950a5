{{/* Seconds that a pod may need to end in good order: the sleep, the whole drain, and the end of the process. */}}
{{- define "rookery.drainSeconds" -}}
{{- add .Values.drain.preStopSeconds .Values.drain.shutdownSeconds 5 }}
{{- end }}

{{/* Seconds to SIGKILL. Less than the drain needs is refused by rookery.validate. */}}
{{- define "rookery.gracePeriod" -}}
{{- if kindIs "invalid" .Values.terminationGracePeriodSeconds }}
{{- add (include "rookery.drainSeconds" . | int) 10 }}
{{- else }}
{{- int .Values.terminationGracePeriodSeconds }}
{{- end }}
{{- end }}

{{/* A rollout waits for a new pod, and may wait for an old one whose place it needs. */}}
{{- define "rookery.progressDeadline" -}}
{{- if kindIs "invalid" .Values.progressDeadlineSeconds }}
{{- add 600 (include "rookery.gracePeriod" . | int) .Values.minReadySeconds }}
{{- else }}
{{- int .Values.progressDeadlineSeconds }}
{{- end }}
{{- end }}
