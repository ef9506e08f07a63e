// Written by `npm run object-fields` from the OpenAPI of Kubernetes 1.36.3 (api/openapi-spec/swagger.json; enums: pkg/generated/openapi).
// Copyright The Kubernetes Authors, Apache License 2.0.

/** The minor of Kubernetes that has these fields: a newer one may have more. */
export const FIELDS_OF_MINOR = 36;

/** Kinds: `apps/v1 Deployment`, with commas between them. */
export const KINDS_WITH_FIELDS: string = 'v1 ConfigMap,v1 LimitRange,v1 Namespace,v1 PersistentVolumeClaim,v1 Pod,v1 ReplicationController,v1 ResourceQuota,v1 Secret,v1 Service,v1 ServiceAccount,apps/v1 DaemonSet,apps/v1 Deployment,apps/v1 ReplicaSet,apps/v1 StatefulSet,batch/v1 CronJob,batch/v1 Job,rbac.authorization.k8s.io/v1 ClusterRole,rbac.authorization.k8s.io/v1 ClusterRoleBinding,rbac.authorization.k8s.io/v1 Role,rbac.authorization.k8s.io/v1 RoleBinding,networking.k8s.io/v1 Ingress,networking.k8s.io/v1 IngressClass,networking.k8s.io/v1 NetworkPolicy,autoscaling/v2 HorizontalPodAutoscaler,discovery.k8s.io/v1 EndpointSlice,policy/v1 PodDisruptionBudget,resource.k8s.io/v1 ResourceClaimTemplate,scheduling.k8s.io/v1 PriorityClass,storage.k8s.io/v1 StorageClass';

/**
 * A type in each line, with its fields. Behind a colon the type of one that is no string: `[]` a list, `{}` a map, `|` an enum.
 */
export const FIELDS_OF_TYPES: string = `AWSElasticBlockStoreVolumeSource fsType partition:int32 readOnly:boolean volumeID
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AggregationRule clusterRoleSelectors:LabelSelector[]
AppArmorProfile localhostProfile type:Localhost|RuntimeDefault|Unconfined
AzureDiskVolumeSource cachingMode:None|ReadOnly|ReadWrite diskName diskURI fsType kind:Dedicated|Managed|Shared readOnly:boolean
AzureFileVolumeSource readOnly:boolean secretName shareName
CELDeviceSelector expression
CSIVolumeSource driver fsType nodePublishSecretRef:LocalObjectReference readOnly:boolean volumeAttributes:string{}
Capabilities add:string[] drop:string[]
CapacityRequirements requests:quantity{}
CephFSVolumeSource monitors:string[] path readOnly:boolean secretFile secretRef:LocalObjectReference user
CinderVolumeSource fsType readOnly:boolean secretRef:LocalObjectReference volumeID
ClientIPConfig timeoutSeconds:int32
ClusterRole aggregationRule:AggregationRule apiVersion kind metadata:ObjectMeta rules:PolicyRule[]
ClusterRoleBinding apiVersion kind metadata:ObjectMeta roleRef:RoleRef subjects:Subject[]
ClusterTrustBundleProjection labelSelector:LabelSelector name optional:boolean path signerName
ConfigMap apiVersion binaryData:string{} data:string{} immutable:boolean kind metadata:ObjectMeta
ConfigMapEnvSource name optional:boolean
ConfigMapKeySelector key name optional:boolean
ConfigMapProjection items:KeyToPath[] name optional:boolean
ConfigMapVolumeSource defaultMode:int32 items:KeyToPath[] name optional:boolean
Container args:string[] command:string[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy:Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule[] securityContext:SecurityContext startupProbe:Probe stdin:boolean stdinOnce:boolean terminationMessagePath terminationMessagePolicy:FallbackToLogsOnError|File tty:boolean volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir
ContainerPort containerPort:int32 hostIP hostPort:int32 name protocol:SCTP|TCP|UDP
ContainerResizePolicy resourceName restartPolicy
ContainerResourceMetricSource container name target:MetricTarget
ContainerRestartRule action exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes operator values:int32[]
CronJob apiVersion kind metadata:ObjectMeta spec:CronJobSpec status:any
CronJobSpec concurrencyPolicy:Allow|Forbid|Replace failedJobsHistoryLimit:int32 jobTemplate:JobTemplateSpec schedule startingDeadlineSeconds:int64 successfulJobsHistoryLimit:int32 suspend:boolean timeZone
CrossVersionObjectReference apiVersion kind name
DaemonSet apiVersion kind metadata:ObjectMeta spec:DaemonSetSpec status:any
DaemonSetSpec minReadySeconds:int32 revisionHistoryLimit:int32 selector:LabelSelector template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy
DaemonSetUpdateStrategy rollingUpdate:RollingUpdateDaemonSet type:OnDelete|RollingUpdate
Deployment apiVersion kind metadata:ObjectMeta spec:DeploymentSpec status:any
DeploymentSpec minReadySeconds:int32 paused:boolean progressDeadlineSeconds:int32 replicas:int32 revisionHistoryLimit:int32 selector:LabelSelector strategy:DeploymentStrategy template:PodTemplateSpec
DeploymentStrategy rollingUpdate:RollingUpdateDeployment type:Recreate|RollingUpdate
DeviceClaim config:DeviceClaimConfiguration[] constraints:DeviceConstraint[] requests:DeviceRequest[]
DeviceClaimConfiguration opaque:OpaqueDeviceConfiguration requests:string[]
DeviceConstraint distinctAttribute matchAttribute requests:string[]
DeviceRequest exactly:ExactDeviceRequest firstAvailable:DeviceSubRequest[] name
DeviceSelector cel:CELDeviceSelector
DeviceSubRequest allocationMode:All|ExactCount capacity:CapacityRequirements count:int64 deviceClassName name selectors:DeviceSelector[] tolerations:DeviceToleration[]
DeviceToleration effect:NoExecute|NoSchedule|None key operator:Equal|Exists tolerationSeconds:int64 value
DownwardAPIProjection items:DownwardAPIVolumeFile[]
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode:int32 path resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource defaultMode:int32 items:DownwardAPIVolumeFile[]
EmptyDirVolumeSource medium sizeLimit:quantity
Endpoint addresses:string[] conditions:EndpointConditions deprecatedTopology:string{} hints:EndpointHints hostname nodeName targetRef:ObjectReference zone
EndpointConditions ready:boolean serving:boolean terminating:boolean
EndpointHints forNodes:ForNode[] forZones:ForZone[]
EndpointPort appProtocol name port:int32 protocol:SCTP|TCP|UDP
EndpointSlice addressType:FQDN|IPv4|IPv6 apiVersion endpoints:Endpoint[] kind metadata:ObjectMeta ports:EndpointPort[]
EnvFromSource configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
EnvVar name value valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer args:string[] command:string[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy:Always|IfNotPresent|Never lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule[] securityContext:SecurityContext startupProbe:Probe stdin:boolean stdinOnce:boolean targetContainerName terminationMessagePath terminationMessagePolicy:FallbackToLogsOnError|File tty:boolean volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
ExactDeviceRequest adminAccess:boolean allocationMode:All|ExactCount capacity:CapacityRequirements count:int64 deviceClassName selectors:DeviceSelector[] tolerations:DeviceToleration[]
ExecAction command:string[]
ExternalMetricSource metric:MetricIdentifier target:MetricTarget
FCVolumeSource fsType lun:int32 readOnly:boolean targetWWNs:string[] wwids:string[]
FileKeySelector key optional:boolean path volumeName
FlexVolumeSource driver fsType options:string{} readOnly:boolean secretRef:LocalObjectReference
FlockerVolumeSource datasetName datasetUUID
ForNode name
ForZone name
GCEPersistentDiskVolumeSource fsType partition:int32 pdName readOnly:boolean
GRPCAction port:int32 service
GitRepoVolumeSource directory repository revision
GlusterfsVolumeSource endpoints path readOnly:boolean
HPAScalingPolicy periodSeconds:int32 type value:int32
HPAScalingRules policies:HPAScalingPolicy[] selectPolicy stabilizationWindowSeconds:int32 tolerance:quantity
HTTPGetAction host httpHeaders:HTTPHeader[] path port:int-or-string scheme:HTTP|HTTPS
HTTPHeader name value
HTTPIngressPath backend:IngressBackend path pathType:Exact|ImplementationSpecific|Prefix
HTTPIngressRuleValue paths:HTTPIngressPath[]
HorizontalPodAutoscaler apiVersion kind metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec status:any
HorizontalPodAutoscalerBehavior scaleDown:HPAScalingRules scaleUp:HPAScalingRules
HorizontalPodAutoscalerSpec behavior:HorizontalPodAutoscalerBehavior maxReplicas:int32 metrics:MetricSpec[] minReplicas:int32 scaleTargetRef:CrossVersionObjectReference
HostAlias hostnames:string[] ip
HostPathVolumeSource path type:BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket
IPBlock cidr except:string[]
ISCSIVolumeSource chapAuthDiscovery:boolean chapAuthSession:boolean fsType initiatorName iqn iscsiInterface lun:int32 portals:string[] readOnly:boolean secretRef:LocalObjectReference targetPortal
ImageVolumeSource pullPolicy:Always|IfNotPresent|Never reference
Ingress apiVersion kind metadata:ObjectMeta spec:IngressSpec status:any
IngressBackend resource:TypedLocalObjectReference service:IngressServiceBackend
IngressClass apiVersion kind metadata:ObjectMeta spec:IngressClassSpec
IngressClassParametersReference apiGroup kind name namespace scope
IngressClassSpec controller parameters:IngressClassParametersReference
IngressRule host http:HTTPIngressRuleValue
IngressServiceBackend name port:ServiceBackendPort
IngressSpec defaultBackend:IngressBackend ingressClassName rules:IngressRule[] tls:IngressTLS[]
IngressTLS hosts:string[] secretName
Job apiVersion kind metadata:ObjectMeta spec:JobSpec status:any
JobSpec activeDeadlineSeconds:int64 backoffLimit:int32 backoffLimitPerIndex:int32 completionMode:Indexed|NonIndexed completions:int32 managedBy manualSelector:boolean maxFailedIndexes:int32 parallelism:int32 podFailurePolicy:PodFailurePolicy podReplacementPolicy:Failed|TerminatingOrFailed selector:LabelSelector successPolicy:SuccessPolicy suspend:boolean template:PodTemplateSpec ttlSecondsAfterFinished:int32
JobTemplateSpec metadata:ObjectMeta spec:JobSpec
KeyToPath key mode:int32 path
LabelSelector matchExpressions:LabelSelectorRequirement[] matchLabels:string{}
LabelSelectorRequirement key operator values:string[]
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LimitRange apiVersion kind metadata:ObjectMeta spec:LimitRangeSpec
LimitRangeItem default:quantity{} defaultRequest:quantity{} max:quantity{} maxLimitRequestRatio:quantity{} min:quantity{} type
LimitRangeSpec limits:LimitRangeItem[]
LocalObjectReference name
MetricIdentifier name selector:LabelSelector
MetricSpec containerResource:ContainerResourceMetricSource external:ExternalMetricSource object:ObjectMetricSource pods:PodsMetricSource resource:ResourceMetricSource type
MetricTarget averageUtilization:int32 averageValue:quantity type value:quantity
NFSVolumeSource path readOnly:boolean server
Namespace apiVersion kind metadata:ObjectMeta spec:NamespaceSpec status:any
NamespaceSpec finalizers:string[]
NetworkPolicy apiVersion kind metadata:ObjectMeta spec:NetworkPolicySpec
NetworkPolicyEgressRule ports:NetworkPolicyPort[] to:NetworkPolicyPeer[]
NetworkPolicyIngressRule from:NetworkPolicyPeer[] ports:NetworkPolicyPort[]
NetworkPolicyPeer ipBlock:IPBlock namespaceSelector:LabelSelector podSelector:LabelSelector
NetworkPolicyPort endPort:int32 port:int-or-string protocol:SCTP|TCP|UDP
NetworkPolicySpec egress:NetworkPolicyEgressRule[] ingress:NetworkPolicyIngressRule[] podSelector:LabelSelector policyTypes:Egress|Ingress[]
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm[] requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeSelector nodeSelectorTerms:NodeSelectorTerm[]
NodeSelectorRequirement key operator:DoesNotExist|Exists|Gt|In|Lt|NotIn values:string[]
NodeSelectorTerm matchExpressions:NodeSelectorRequirement[] matchFields:NodeSelectorRequirement[]
ObjectFieldSelector apiVersion fieldPath
ObjectMeta annotations:string{} creationTimestamp deletionGracePeriodSeconds:int64 deletionTimestamp finalizers:string[] generateName generation:int64 labels:string{} managedFields:any name namespace ownerReferences:OwnerReference[] resourceVersion selfLink uid
ObjectMetricSource describedObject:CrossVersionObjectReference metric:MetricIdentifier target:MetricTarget
ObjectReference apiVersion fieldPath kind name namespace resourceVersion uid
OpaqueDeviceConfiguration driver parameters:any
OwnerReference apiVersion blockOwnerDeletion:boolean controller:boolean kind name uid
PersistentVolumeClaim apiVersion kind metadata:ObjectMeta spec:PersistentVolumeClaimSpec status:any
PersistentVolumeClaimSpec accessModes:ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod[] dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:LabelSelector storageClassName volumeAttributesClassName volumeMode:Block|Filesystem volumeName
PersistentVolumeClaimTemplate metadata:ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource claimName readOnly:boolean
PhotonPersistentDiskVolumeSource fsType pdID
Pod apiVersion kind metadata:ObjectMeta spec:PodSpec status:any
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
PodAffinityTerm labelSelector:LabelSelector matchLabelKeys:string[] mismatchLabelKeys:string[] namespaceSelector:LabelSelector namespaces:string[] topologyKey
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
PodCertificateProjection certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds:int32 signerName userAnnotations:string{}
PodDNSConfig nameservers:string[] options:PodDNSConfigOption[] searches:string[]
PodDNSConfigOption name value
PodDisruptionBudget apiVersion kind metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:any
PodDisruptionBudgetSpec maxUnavailable:int-or-string minAvailable:int-or-string selector:LabelSelector unhealthyPodEvictionPolicy:AlwaysAllow|IfHealthyBudget
PodFailurePolicy rules:PodFailurePolicyRule[]
PodFailurePolicyOnExitCodesRequirement containerName operator:In|NotIn values:int32[]
PodFailurePolicyOnPodConditionsPattern status:any type
PodFailurePolicyRule action:Count|FailIndex|FailJob|Ignore onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions:PodFailurePolicyOnPodConditionsPattern[]
PodOS name
PodReadinessGate conditionType
PodResourceClaim name resourceClaimName resourceClaimTemplateName
PodSchedulingGate name
PodSchedulingGroup podGroupName
PodSecurityContext appArmorProfile:AppArmorProfile fsGroup:int64 fsGroupChangePolicy:Always|OnRootMismatch runAsGroup:int64 runAsNonRoot:boolean runAsUser:int64 seLinuxChangePolicy seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups:int64[] supplementalGroupsPolicy:Merge|Strict sysctls:Sysctl[] windowsOptions:WindowsSecurityContextOptions
PodSpec activeDeadlineSeconds:int64 affinity:Affinity automountServiceAccountToken:boolean containers:Container[] dnsConfig:PodDNSConfig dnsPolicy:ClusterFirst|ClusterFirstWithHostNet|Default|None enableServiceLinks:boolean ephemeralContainers:EphemeralContainer[] hostAliases:HostAlias[] hostIPC:boolean hostNetwork:boolean hostPID:boolean hostUsers:boolean hostname hostnameOverride imagePullSecrets:LocalObjectReference[] initContainers:Container[] nodeName nodeSelector:string{} os:PodOS overhead:quantity{} preemptionPolicy:Never|PreemptLowerPriority priority:int32 priorityClassName readinessGates:PodReadinessGate[] resourceClaims:PodResourceClaim[] resources:ResourceRequirements restartPolicy:Always|Never|OnFailure runtimeClassName schedulerName schedulingGates:PodSchedulingGate[] schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN:boolean shareProcessNamespace:boolean subdomain terminationGracePeriodSeconds:int64 tolerations:Toleration[] topologySpreadConstraints:TopologySpreadConstraint[] volumes:Volume[]
PodTemplateSpec metadata:ObjectMeta spec:PodSpec
PodsMetricSource metric:MetricIdentifier target:MetricTarget
PolicyRule apiGroups:string[] nonResourceURLs:string[] resourceNames:string[] resources:string[] verbs:string[]
PortworxVolumeSource fsType readOnly:boolean volumeID
PreferredSchedulingTerm preference:NodeSelectorTerm weight:int32
PriorityClass apiVersion description globalDefault:boolean kind metadata:ObjectMeta preemptionPolicy:Never|PreemptLowerPriority value:int32
Probe exec:ExecAction failureThreshold:int32 grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:int32 periodSeconds:int32 successThreshold:int32 tcpSocket:TCPSocketAction terminationGracePeriodSeconds:int64 timeoutSeconds:int32
ProjectedVolumeSource defaultMode:int32 sources:VolumeProjection[]
QuobyteVolumeSource group readOnly:boolean registry tenant user volume
RBDVolumeSource fsType image keyring monitors:string[] pool readOnly:boolean secretRef:LocalObjectReference user
ReplicaSet apiVersion kind metadata:ObjectMeta spec:ReplicaSetSpec status:any
ReplicaSetSpec minReadySeconds:int32 replicas:int32 selector:LabelSelector template:PodTemplateSpec
ReplicationController apiVersion kind metadata:ObjectMeta spec:ReplicationControllerSpec status:any
ReplicationControllerSpec minReadySeconds:int32 replicas:int32 selector:string{} template:PodTemplateSpec
ResourceClaim name request
ResourceClaimSpec devices:DeviceClaim
ResourceClaimTemplate apiVersion kind metadata:ObjectMeta spec:ResourceClaimTemplateSpec
ResourceClaimTemplateSpec metadata:ObjectMeta spec:ResourceClaimSpec
ResourceFieldSelector containerName divisor:quantity resource
ResourceMetricSource name target:MetricTarget
ResourceQuota apiVersion kind metadata:ObjectMeta spec:ResourceQuotaSpec status:any
ResourceQuotaSpec hard:quantity{} scopeSelector:ScopeSelector scopes:BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass[]
ResourceRequirements claims:ResourceClaim[] limits:quantity{} requests:quantity{}
Role apiVersion kind metadata:ObjectMeta rules:PolicyRule[]
RoleBinding apiVersion kind metadata:ObjectMeta roleRef:RoleRef subjects:Subject[]
RoleRef apiGroup kind name
RollingUpdateDaemonSet maxSurge:int-or-string maxUnavailable:int-or-string
RollingUpdateDeployment maxSurge:int-or-string maxUnavailable:int-or-string
RollingUpdateStatefulSetStrategy maxUnavailable:int-or-string partition:int32
SELinuxOptions level role type user
ScaleIOVolumeSource fsType gateway protectionDomain readOnly:boolean secretRef:LocalObjectReference sslEnabled:boolean storageMode storagePool system volumeName
ScopeSelector matchExpressions:ScopedResourceSelectorRequirement[]
ScopedResourceSelectorRequirement operator:DoesNotExist|Exists|In|NotIn scopeName:BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass values:string[]
SeccompProfile localhostProfile type:Localhost|RuntimeDefault|Unconfined
Secret apiVersion data:string{} immutable:boolean kind metadata:ObjectMeta stringData:string{} type
SecretEnvSource name optional:boolean
SecretKeySelector key name optional:boolean
SecretProjection items:KeyToPath[] name optional:boolean
SecretVolumeSource defaultMode:int32 items:KeyToPath[] optional:boolean secretName
SecurityContext allowPrivilegeEscalation:boolean appArmorProfile:AppArmorProfile capabilities:Capabilities privileged:boolean procMount:Default|Unmasked readOnlyRootFilesystem:boolean runAsGroup:int64 runAsNonRoot:boolean runAsUser:int64 seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
Service apiVersion kind metadata:ObjectMeta spec:ServiceSpec status:any
ServiceAccount apiVersion automountServiceAccountToken:boolean imagePullSecrets:LocalObjectReference[] kind metadata:ObjectMeta secrets:ObjectReference[]
ServiceAccountTokenProjection audience expirationSeconds:int64 path
ServiceBackendPort name number:int32
ServicePort appProtocol name nodePort:int32 port:int32 protocol:SCTP|TCP|UDP targetPort:int-or-string
ServiceSpec allocateLoadBalancerNodePorts:boolean clusterIP clusterIPs:string[] externalIPs:string[] externalName externalTrafficPolicy:Cluster|Local healthCheckNodePort:int32 internalTrafficPolicy:Cluster|Local ipFamilies:IPv4|IPv6[] ipFamilyPolicy:PreferDualStack|RequireDualStack|SingleStack loadBalancerClass loadBalancerIP loadBalancerSourceRanges:string[] ports:ServicePort[] publishNotReadyAddresses:boolean selector:string{} sessionAffinity:ClientIP|None sessionAffinityConfig:SessionAffinityConfig trafficDistribution type:ClusterIP|ExternalName|LoadBalancer|NodePort
SessionAffinityConfig clientIP:ClientIPConfig
SleepAction seconds:int64
StatefulSet apiVersion kind metadata:ObjectMeta spec:StatefulSetSpec status:any
StatefulSetOrdinals start:int32
StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted whenScaled
StatefulSetSpec minReadySeconds:int32 ordinals:StatefulSetOrdinals persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:OrderedReady|Parallel replicas:int32 revisionHistoryLimit:int32 selector:LabelSelector serviceName template:PodTemplateSpec updateStrategy:StatefulSetUpdateStrategy volumeClaimTemplates:PersistentVolumeClaim[]
StatefulSetUpdateStrategy rollingUpdate:RollingUpdateStatefulSetStrategy type:OnDelete|RollingUpdate
StorageClass allowVolumeExpansion:boolean allowedTopologies:TopologySelectorTerm[] apiVersion kind metadata:ObjectMeta mountOptions:string[] parameters:string{} provisioner reclaimPolicy:Delete|Recycle|Retain volumeBindingMode:Immediate|WaitForFirstConsumer
StorageOSVolumeSource fsType readOnly:boolean secretRef:LocalObjectReference volumeName volumeNamespace
Subject apiGroup kind name namespace
SuccessPolicy rules:SuccessPolicyRule[]
SuccessPolicyRule succeededCount:int32 succeededIndexes
Sysctl name value
TCPSocketAction host port:int-or-string
Toleration effect:NoExecute|NoSchedule|PreferNoSchedule key operator:Equal|Exists|Gt|Lt tolerationSeconds:int64 value
TopologySelectorLabelRequirement key values:string[]
TopologySelectorTerm matchLabelExpressions:TopologySelectorLabelRequirement[]
TopologySpreadConstraint labelSelector:LabelSelector matchLabelKeys:string[] maxSkew:int32 minDomains:int32 nodeAffinityPolicy:Honor|Ignore nodeTaintsPolicy:Honor|Ignore topologyKey whenUnsatisfiable:DoNotSchedule|ScheduleAnyway
TypedLocalObjectReference apiGroup kind name
TypedObjectReference apiGroup kind name namespace
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice devicePath name
VolumeMount mountPath mountPropagation:Bidirectional|HostToContainer|None name readOnly:boolean recursiveReadOnly subPath subPathExpr
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements limits:quantity{} requests:quantity{}
VsphereVirtualDiskVolumeSource fsType storagePolicyID storagePolicyName volumePath
WeightedPodAffinityTerm podAffinityTerm:PodAffinityTerm weight:int32
WindowsSecurityContextOptions gmsaCredentialSpec gmsaCredentialSpecName hostProcess:boolean runAsUserName`;
