// Facts: what the cluster is.

// Constructs.
export { HighlyAvailable } from './apps/highly-available';
export { SinglePod } from './apps/single-pod';
export { SinglePodFlexible } from './apps/single-pod-flexible';
export { SinglePodPinned } from './apps/single-pod-pinned';
// Apps: what they ask for.
export type { RbacProps, RbacRule } from './availability/app/access';
export type { AppProps as AvailabilityAppProps, InitContainer, Objective, PlacementProps } from './availability/app/app';
export type { Env } from './availability/app/env';
export { EnvValue } from './availability/app/env';
export type { HealthProps } from './availability/app/health';
export { Probe } from './availability/app/health';
export { Image } from './availability/app/image';
export type { HttpEntry, NetworkProps, ServiceProps } from './availability/app/network';
export { Port, Protocol, ServiceType, Tls, TrafficPolicy } from './availability/app/network';
export { Patch } from './availability/app/patch';
export type { ResourcesProps } from './availability/app/resources';
export type { SecurityProps } from './availability/app/security';
export { Allow, PodSecurityLevel } from './availability/app/security';
export type { ClaimOptions, ConfigOptions, DataOptions, HostPathOptions, NfsOptions, SecretOptions } from './availability/app/volume';
export { Volume } from './availability/app/volume';
export type { HighlyAvailableProps, PinnedNode, SinglePodFlexibleProps, SinglePodPinnedProps } from './availability/classes';
export { AvailabilityClass, Budget, Replicas } from './availability/classes';
// Decisions: what the model makes of them.
export type { Interval } from './availability/interval';
export type { Decided, Plan } from './availability/plan';
export type { Recovery, RecoveryTerm } from './availability/recovery';
export type { Report } from './availability/report';
// The catalogue: ready-made apps.
export { type HandBrakeOptions, handbrake } from './catalog/handbrake';
export { type HomeAssistantOptions, homeAssistant } from './catalog/home-assistant';
export { type LidarrOptions, lidarr } from './catalog/lidarr';
export { type OpenCloudOptions, opencloud } from './catalog/opencloud';
export { type PlexOptions, plex } from './catalog/plex';
export { type RadarrOptions, radarr } from './catalog/radarr';
export { type SonarrOptions, sonarr } from './catalog/sonarr';
export { TRAEFIK_CONTROLLER, type TraefikOptions, traefik } from './catalog/traefik';
export { type ZwaveJsUiOptions, zwaveJsUi } from './catalog/zwave-js-ui';
export type { ClusterFacts, ClusterProps, Node } from './cluster/cluster';
export type { ApiEntry, ControlPlaneProps, TimingFlags } from './cluster/control-plane';
export { ApiEntryKind, Datastore, Distribution } from './cluster/control-plane';
export type { Acceptance, AcceptedFinding, Finding } from './cluster/finding';
export { FindingsError, formatFinding, Severity } from './cluster/finding';
export type { Device, Fencing, HostWorkload, NodeProps, Pool, Reserved, Taint } from './cluster/node';
export { Architecture, DiskSpeed, Exclusion, FencingMethod, NodeRole, PoolKind, roleLabel, TaintEffect } from './cluster/node';
export type { ImagePolicy, Operators, Policy } from './cluster/policy';
export type { Link, SharedFate, Site } from './cluster/site';
export { FateKind } from './cluster/site';
export type { ForeignStorageClass, LinstorProps, StorageProps } from './cluster/storage';
export { ReplicationProtocol } from './cluster/storage';
export { Cpu, Duration, Size } from './cluster/units';
// Delivery: how it becomes files.
export { App, type AppProps } from './delivery/app';
export { Cluster, type ClusterConstructProps, type Verdict } from './delivery/cluster';
export type { FluxProps } from './delivery/flux';
export { Folder } from './delivery/folder';
export { NodeExporter, type NodeExporterProps } from './monitoring/node-exporter';
export { IngressClass, type IngressClassProps } from './network/ingress-class';
export { DrbdStorage } from './storage/drbd-storage';
export { PiraeusOperator } from './storage/piraeus-operator';
