export { HighlyAvailable } from './apps/highly-available';
export { NodeAgent } from './apps/node-agent';
export { ScheduledJob } from './apps/scheduled-job';
export { SinglePod } from './apps/single-pod';
export { SinglePodFlexible } from './apps/single-pod-flexible';
export { SinglePodPinned } from './apps/single-pod-pinned';
export type { RbacProps, RbacRule } from './availability/app/access';
export type { AppProps as AvailabilityAppProps, InitContainer, Objective, PlacementProps, Sidecar, SidecarHealthProps } from './availability/app/app';
export { Client } from './availability/app/client';
export { DataSource } from './availability/app/data-source';
export { Destination } from './availability/app/destination';
export type { DeviceClaimOptions } from './availability/app/device-claim';
export { DeviceClaim } from './availability/app/device-claim';
export type { Env } from './availability/app/env';
export { EnvFrom, EnvValue } from './availability/app/env';
export type { HealthProps, HttpProbeOptions } from './availability/app/health';
export { Probe } from './availability/app/health';
export { Image } from './availability/app/image';
export type { MetricsProps } from './availability/app/metrics';
export type { MountOptions } from './availability/app/mount';
export { Mount, MountPropagation } from './availability/app/mount';
export type { HostPort, HttpEntry, NamedServiceProps, NetworkProps, ServiceProps } from './availability/app/network';
export { IpFamily, IpFamilyPolicy, Port, Protocol, ServiceType, SessionAffinity, Tls, TrafficPolicy } from './availability/app/network';
export { Patch } from './availability/app/patch';
export type { DnsProps, HostAlias } from './availability/app/pod';
export { DnsPolicy, PreStop } from './availability/app/pod';
export type { ResourcesProps } from './availability/app/resources';
export type { HistoryProps, ScheduleProps } from './availability/app/schedule';
export { Concurrency } from './availability/app/schedule';
export type { ContainerSecurityProps, SecurityProps } from './availability/app/security';
export { Allow } from './availability/app/security';
export { Volume } from './availability/app/volume';
export type {
  ClaimOptions,
  ConfigMapOptions,
  ConfigOptions,
  CsiOptions,
  DataOptions,
  HostPathOptions,
  NfsOptions,
  SecretOptions,
  SharedOptions,
} from './availability/app/volume-options';
export { HostPathType } from './availability/app/volume-options';
export type {
  Critical,
  HighlyAvailableProps,
  NodeAgentProps,
  PinnedNode,
  ScheduledJobProps,
  SinglePodFlexibleProps,
  SinglePodPinnedProps,
  WorkloadClass,
} from './availability/classes';
export { AvailabilityClass, Budget, OtherWorkload, Replicas } from './availability/classes';
export type { ExternalServiceProps } from './availability/external';
export type { Interval } from './availability/interval';
export type { Decided, Plan, PlannedMetrics } from './availability/plan';
export type { Recovery, RecoveryTerm } from './availability/recovery';
export type { Report } from './availability/report';
export type { BrokerConnection, DatabaseConnection } from './catalog/connections';
export { type CoreDnsOptions, coreDns, type DnsUpstream } from './catalog/coredns';
export { type DynamicDnsOptions, dynamicDns } from './catalog/dynamic-dns';
export { type ForgejoOptions, forgejo } from './catalog/forgejo';
export { type BehindVpnOptions, behindVpn, type VpnOptions } from './catalog/gluetun';
export { gotenberg } from './catalog/gotenberg';
export { type HandBrakeOptions, handbrake } from './catalog/handbrake';
export { type HomeAssistantOptions, homeAssistant } from './catalog/home-assistant';
export { type JellyfinOptions, jellyfin } from './catalog/jellyfin';
export { type LidarrOptions, lidarr } from './catalog/lidarr';
export { type MinifluxOptions, miniflux } from './catalog/miniflux';
export { type MosquittoOptions, mosquitto } from './catalog/mosquitto';
export { type OpenCloudOptions, opencloud } from './catalog/opencloud';
export type { HelperOptions } from './catalog/options';
export { type PaperlessOptions, paperless } from './catalog/paperless';
export { type PlexOptions, plex } from './catalog/plex';
export { type PostgresOptions, postgres } from './catalog/postgres';
export { type ProwlarrOptions, prowlarr } from './catalog/prowlarr';
export { type RadarrOptions, radarr } from './catalog/radarr';
export { type S3Options, s3 } from './catalog/s3';
export { type SonarrOptions, sonarr } from './catalog/sonarr';
export { type SyncthingOptions, syncthing } from './catalog/syncthing';
export { tika } from './catalog/tika';
export { TRAEFIK_CONTROLLER, type TraefikOptions, traefik } from './catalog/traefik';
export { type TransmissionVpnOptions, transmissionVpn } from './catalog/transmission-vpn';
export { type UptimeKumaOptions, uptimeKuma } from './catalog/uptime-kuma';
export { type ValkeyOptions, valkey } from './catalog/valkey';
export { type VaultwardenOptions, vaultwarden } from './catalog/vaultwarden';
export { ZigbeeAdapter, ZigbeeCoordinator } from './catalog/zigbee-coordinator';
export { type Zigbee2MqttOptions, zigbee2Mqtt } from './catalog/zigbee2mqtt';
export { type ZwaveJsUiOptions, zwaveJsUi } from './catalog/zwave-js-ui';
export type { ClusterFacts, ClusterProps, Node } from './cluster/cluster';
export type { ApiEntry, ControlPlaneProps, StateBackup, TimingFlags } from './cluster/control-plane';
export { ApiEntryKind, Datastore, Distribution, StateBackupReport } from './cluster/control-plane';
export type { Acceptance, AcceptedFinding, Finding } from './cluster/finding';
export { FindingsError, formatFinding, Severity } from './cluster/finding';
export type { Device, Fencing, HostWorkload, NodeProps, Pool, Reserved, Taint } from './cluster/node';
export { Architecture, DiskSpeed, Exclusion, FencingMethod, NodeRole, PoolKind, roleLabel, TaintEffect } from './cluster/node';
export type { ImagePolicy, Operators, Policy, PrometheusOperator } from './cluster/policy';
export { LoadBalancer, PodSecurityLevel } from './cluster/policy';
export type { Link, SharedFate, Site } from './cluster/site';
export { FateKind } from './cluster/site';
export type { ForeignStorageClass, LinstorProps, StorageProps } from './cluster/storage';
export { ReplicationProtocol } from './cluster/storage';
export { Cpu, Duration, Size } from './cluster/units';
export { App, type AppProps } from './delivery/app';
export { Cluster, type ClusterConstructProps, type Verdict } from './delivery/cluster';
export { configFiles } from './delivery/config-files';
export type { FluxProps } from './delivery/flux';
export { Folder } from './delivery/folder';
export type { NamespaceProps } from './delivery/namespaces';
export { ExporterTls } from './monitoring/exporter-tls';
export { Monitoring } from './monitoring/monitoring';
export { NodeExporter, type NodeExporterProps } from './monitoring/node-exporter';
export type { GrafanaProps, MonitoringProps, PrometheusProps, ScrapeTarget } from './monitoring/props';
export type { AlertReceivers, DeadMan, MailOptions, NtfyOptions, SecretKey, TelegramOptions, WebhookOptions } from './monitoring/receiver';
export { Receiver } from './monitoring/receiver';
export { ExternalService } from './network/external-service';
export { IngressClass, type IngressClassProps } from './network/ingress-class';
export { DrbdStorage } from './storage/drbd-storage';
export { PiraeusOperator } from './storage/piraeus-operator';
