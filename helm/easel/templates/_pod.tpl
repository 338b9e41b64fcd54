{{/* Labels of one process; call with (dict "name" "easel-api"). */}}
{{- define "easel.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: easel
{{- end }}

{{/* What Pod Security "restricted" asks of a pod. */}}
{{- define "easel.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* ... and of a container. */}}
{{- define "easel.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: ["ALL"] }
{{- end }}

{{/* Environment that every process reads; call with (dict "options" ... "logLevel" ... "extra" ...). */}}
{{- define "easel.env" -}}
- { name: JAVA_TOOL_OPTIONS, value: {{ .options | quote }} }
- name: EASEL_NAMESPACE
  valueFrom: { fieldRef: { fieldPath: metadata.namespace } }
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- { name: EASEL_OPS_PORT, value: "8081" }
- { name: EASEL_LOG_LEVEL, value: {{ .logLevel | quote }} }
{{- range $name, $value := .extra }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{/* Probes on the port for health and metrics. */}}
{{- define "easel.probes" -}}
startupProbe:
  httpGet: { path: /health/live, port: ops }
  periodSeconds: 1
  failureThreshold: 120
livenessProbe:
  httpGet: { path: /health/live, port: ops }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /health/ready, port: ops }
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}
