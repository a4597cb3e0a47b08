{{- define "loopkeeper.name" -}}
{{- if contains "loopkeeper" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-loopkeeper" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "loopkeeper.selector" -}}
app.kubernetes.io/name: loopkeeper-operator
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "loopkeeper.labels" -}}
{{ include "loopkeeper.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: loopkeeper
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* Those of the chart, with those that the values add: a list of the root, the values' name of them, and themselves. */ -}}
{{- define "loopkeeper.labelsAnd" -}}
{{- $own := include "loopkeeper.labels" (first .) }}
{{- range $label, $value := last . }}
{{- /* Twice in one map, it would be left to each reader which of the two counts; by some of them the operator's pods are found. */ -}}
{{- if hasKey (fromYaml $own) $label }}
{{- fail (printf "%s has the label %s, which the chart sets itself: leave it out" (index $ 1) $label) }}
{{- end }}
{{- end }}
{{- with last . }}{{ toYaml . }}
{{ end }}
{{- $own }}
{{- end }}

{{- define "loopkeeper.storeLabels" -}}
app.kubernetes.io/name: loopkeeper-dev-store
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "loopkeeper.storeName" -}}
{{ include "loopkeeper.name" . }}-dev-store
{{- end }}

{{- /* The Secret of the default store; empty if there is none. */ -}}
{{- define "loopkeeper.defaultStoreSecret" -}}
{{- if .Values.devStore.enabled }}{{ include "loopkeeper.storeName" . }}{{ else if .Values.defaultStore.endpoint }}{{ .Values.defaultStore.secret }}{{ end }}
{{- end }}

{{- /* Not empty where there is a cluster. Kinds are known of a cluster only, versions of groups without one too. */ -}}
{{- define "loopkeeper.cluster" -}}
{{- if .Capabilities.APIVersions.Has "apps/v1/Deployment" }}true{{ end }}
{{- end }}

{{- define "loopkeeper.testLabels" -}}
app.kubernetes.io/name: loopkeeper-test
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "loopkeeper.testHook" -}}
helm.sh/hook: test
helm.sh/hook-weight: "-1"
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{- define "loopkeeper.testPod" -}}
restartPolicy: Never
enableServiceLinks: false
securityContext: {{- include "loopkeeper.podSecurity" . | nindent 2 }}
{{- with .Values.images.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: {}
{{- end }}

{{- define "loopkeeper.testContainer" -}}
securityContext: {{- include "loopkeeper.containerSecurity" . | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
resources:
  requests: {cpu: 50m, memory: 256Mi}
  limits: {memory: 256Mi}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "loopkeeper.podSecurity" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "loopkeeper.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* What the operator does in the namespaces of jobs. A test keeps it equal to what its code asks for. */ -}}
{{- define "loopkeeper.jobRules" -}}
- apiGroups: [loopkeeper.dev]
  resources: [iterativejobs]
  verbs: [get, list, watch, patch, delete]
- apiGroups: [loopkeeper.dev]
  resources: [iterativejobs/status]
  verbs: [get, patch]
- apiGroups: [loopkeeper.dev]
  resources: [iterativejobs/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, delete]
- apiGroups: [apps]
  resources: [controllerrevisions]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, create, patch]
# By name only: there is no right to list or watch Secrets.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [get, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, create, patch]
{{- if .Values.metrics.jobPodMonitors.enabled }}
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [create, patch]
{{- end }}
{{- end }}
