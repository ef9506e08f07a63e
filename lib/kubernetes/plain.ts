import type { k8s } from 'cdk8s-plus-28';

/** Fields whose names the generated API spells differently from Kubernetes. */
interface JsonNames {
  readonly clientIp: 'clientIP';
  readonly clusterIp: 'clusterIP';
  readonly hostIp: 'hostIP';
  readonly hostIpc: 'hostIPC';
  readonly hostPid: 'hostPID';
  readonly loadBalancerIp: 'loadBalancerIP';
  readonly setHostnameAsFqdn: 'setHostnameAsFQDN';
}

/**
 * The JSON that Kubernetes sees for a type of the generated API: quantities and dates are strings.
 *
 * Only the types of cdk8s-plus-28 are used, none of its code runs: its constructors drop fields that are newer than 1.28,
 * and loading it costs more time than loading cdk8s.
 */
export type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : [keyof T] extends ['value']
        ? string | number
        : { readonly [Key in keyof T as Key extends keyof JsonNames ? JsonNames[Key] : Key]: Plain<T[Key]> };

/** Fields that are newer than the generated types. */
export type PodSpec = Plain<k8s.PodSpec> & { readonly resourceClaims?: readonly { readonly name: string; readonly resourceClaimTemplateName: string }[] };
export type PodTemplateSpec = Plain<k8s.PodTemplateSpec>;
export type SecurityContext = Plain<k8s.SecurityContext> & { readonly appArmorProfile?: { readonly type: string } };
export type LifecycleHandler = Plain<k8s.LifecycleHandler> & { readonly sleep?: { readonly seconds: number } };
export type Container = Plain<k8s.Container> & { readonly securityContext?: SecurityContext; readonly lifecycle?: { readonly preStop?: LifecycleHandler } };
export type EnvVar = Plain<k8s.EnvVar>;
export type EnvFromSource = Plain<k8s.EnvFromSource>;
export type KubeVolume = Plain<k8s.Volume> & { readonly image?: { readonly reference: string; readonly pullPolicy: string } };
export type VolumeMount = Plain<k8s.VolumeMount>;
export type KubeProbe = Plain<k8s.Probe>;
export type Toleration = Plain<k8s.Toleration>;
export type Affinity = Plain<k8s.Affinity>;
export type TopologySpreadConstraint = Plain<k8s.TopologySpreadConstraint>;
export type DeploymentSpec = Plain<k8s.DeploymentSpec>;
export type StatefulSetSpec = Plain<k8s.StatefulSetSpec>;
export type DaemonSetSpec = Plain<k8s.DaemonSetSpec>;
export type CronJobSpec = Plain<k8s.CronJobSpec>;
export type JobSpec = Plain<k8s.JobSpec>;
export type ServiceSpec = Plain<k8s.ServiceSpec>;
export type IngressSpec = Plain<k8s.IngressSpec>;
export type NetworkPolicySpec = Plain<k8s.NetworkPolicySpec>;
export type NetworkPolicyPeer = Plain<k8s.NetworkPolicyPeer>;
export type HorizontalPodAutoscalerSpec = Plain<k8s.HorizontalPodAutoscalerSpecV2>;
export type PodDisruptionBudgetSpec = Plain<k8s.PodDisruptionBudgetSpec>;
export type PersistentVolumeClaimSpec = Plain<k8s.PersistentVolumeClaimSpec>;
