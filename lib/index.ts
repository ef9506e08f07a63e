import './systems/known';

export type { Alert, Recording, Rule, RuleGroup, Well } from './alerts/rule';
export { AlertSeverity } from './alerts/rule';
export type {
  AddressSource,
  AgentSource,
  AppSource,
  EndpointSource,
  KubeletSource,
  Labels,
  MutualTls,
  PodSource,
  Scrape,
  ScrapePort,
  ScrapeSource,
  ServiceSource,
} from './alerts/scrape';
export type { SystemAlerts } from './alerts/system';
export type { AppConstruct } from './apps/app-construct';
export { HighlyAvailable } from './apps/highly-available';
export { NodeAgent } from './apps/node-agent';
export { OneOffJob } from './apps/one-off-job';
export { PriorityClasses } from './apps/priority-classes';
export { ScheduledJob } from './apps/scheduled-job';
export { SinglePod } from './apps/single-pod';
export { SinglePodFlexible } from './apps/single-pod-flexible';
export { SinglePodPinned } from './apps/single-pod-pinned';
export type { RbacProps, RbacRule } from './availability/ask/access';
export type { InitContainer, Objective, PlacementProps, Sidecar, SidecarHealthProps, ToleratedTaint, WorkloadProps } from './availability/ask/app';
export { CoveredFailure } from './availability/ask/app';
export type { DeviceClaimOptions } from './availability/ask/container/device-claim';
export { DeviceClaim } from './availability/ask/container/device-claim';
export type { Env } from './availability/ask/container/env';
export { EnvFrom, EnvValue } from './availability/ask/container/env';
export type { HealthProps, HttpProbeOptions, ProbeTiming } from './availability/ask/container/health';
export { Probe } from './availability/ask/container/health';
export type { MountOptions } from './availability/ask/container/mount';
export { Mount, MountPropagation } from './availability/ask/container/mount';
export type { CpuLimit, ResourcesProps } from './availability/ask/container/resources';
export type { ContainerSecurityProps, SecurityProps } from './availability/ask/container/security';
export { Allow } from './availability/ask/container/security';
export { Client } from './availability/ask/network/client';
export { Destination } from './availability/ask/network/destination';
export type { MetricsEndpoint, MetricsProps, MetricsTls } from './availability/ask/network/metrics';
export type { NetworkProps } from './availability/ask/network/network';
export type { HostPort } from './availability/ask/network/port';
export { Port, Protocol } from './availability/ask/network/port';
export type { Route } from './availability/ask/network/route';
export { Tls } from './availability/ask/network/route';
export type { BackendTls, HeaderChanges, Redirect, Rewrite } from './availability/ask/network/route-changes';
export type { NamedServiceProps, ServiceProps } from './availability/ask/network/service';
export { IpFamily, IpFamilyPolicy, ServiceType, SessionAffinity, TrafficPolicy } from './availability/ask/network/service';
export { Patch } from './availability/ask/patch';
export type { DnsProps, HostAlias } from './availability/ask/pod';
export { DnsPolicy, PreStop } from './availability/ask/pod';
export type { AppReference } from './availability/ask/reference/app';
export { Image } from './availability/ask/reference/image';
export type { ConfigMapKey, SecretKey } from './availability/ask/reference/secret-key';
export type { HistoryProps, RunProps, ScheduleProps } from './availability/ask/schedule';
export { Concurrency } from './availability/ask/schedule';
export { DataSource } from './availability/ask/volume/data-source';
export { VolumeTie } from './availability/ask/volume/traits';
export { Volume } from './availability/ask/volume/volume';
export type {
  ClaimOptions,
  ConfigMapOptions,
  ConfigOptions,
  CsiOptions,
  DataOptions,
  EphemeralOptions,
  HostPathOptions,
  NfsOptions,
  SecretOptions,
  SharedOptions,
  TokenOptions,
} from './availability/ask/volume/volume-options';
export { HostPathType } from './availability/ask/volume/volume-options';
export type {
  AutoscaleProps,
  Critical,
  HighlyAvailableProps,
  NodeAgentProps,
  OneOffJobProps,
  PinnedNode,
  RollingUpdateProps,
  ScheduledJobProps,
  SinglePodFlexibleProps,
  SinglePodPinnedProps,
  WorkloadClass,
} from './availability/ask/workload';
export { AvailabilityClass, Budget, OtherWorkload, Replicas } from './availability/ask/workload';
export type { PlannedAutoscale } from './availability/model/autoscale';
export type { Interval } from './availability/model/interval';
export type { PlannedEndpoint, PlannedMetrics } from './availability/model/metrics';
export type { NeededApp, Outcome, OutcomeUnless, RecoveryTerm } from './availability/model/outcome';
export { OutcomeKind } from './availability/model/outcome';
export type {
  Colocation,
  Decided,
  NodeRequirement,
  Placement,
  Plan,
  PlannedBudget,
  PlannedClaim,
  PlannedClient,
  PlannedDestination,
  PlannedDevice,
  PlannedEphemeral,
  PlannedParent,
  PlannedRoute,
  PlannedService,
  Rollout,
} from './availability/model/plan';
export { AccessMode, RouteApi, WorkloadKind } from './availability/model/plan';
export { type PlannedSchedule, PodOver } from './availability/model/schedule';
export type { Spread } from './availability/model/spread';
export type { ExternalServiceProps } from './availability/network/external';
export type { ReportOutcome, ReportSeconds } from './availability/report/crash';
export type { ReportDecision } from './availability/report/decisions';
export type { AppsReport, ReportApp, ReportFinding, ReportJob, ReportNode } from './availability/report/report';
export type { ReportAllowance, ReportNeed } from './availability/report/report-needs';
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
export type { HelperOptions, WebAppOptions } from './catalog/options';
export { type PaperlessOptions, paperless } from './catalog/paperless';
export { type PlexOptions, plex } from './catalog/plex';
export { type PostgresOptions, postgres } from './catalog/postgres';
export { type ProwlarrOptions, prowlarr } from './catalog/prowlarr';
export { type RadarrOptions, radarr } from './catalog/radarr';
export { type S3Options, s3 } from './catalog/s3';
export type { ServarrCommonOptions, ServarrOptions } from './catalog/servarr';
export { type SonarrOptions, sonarr } from './catalog/sonarr';
export { type SyncthingOptions, syncthing } from './catalog/syncthing';
export { tika } from './catalog/tika';
export { TRAEFIK_CONTROLLER, TRAEFIK_GATEWAY_CONTROLLER, type TraefikOptions, traefik } from './catalog/traefik';
export { type TransmissionVpnOptions, transmissionVpn } from './catalog/transmission-vpn';
export { type UptimeKumaOptions, uptimeKuma } from './catalog/uptime-kuma';
export { type ValkeyOptions, valkey } from './catalog/valkey';
export { type VaultwardenOptions, vaultwarden } from './catalog/vaultwarden';
export { ZigbeeAdapter, ZigbeeCoordinator } from './catalog/zigbee-coordinator';
export { type Zigbee2MqttOptions, zigbee2Mqtt } from './catalog/zigbee2mqtt';
export { type ZwaveJsUiOptions, zwaveJsUi } from './catalog/zwave-js-ui';
export type { ChangeAcceptance } from './changes/accept';
export type { ClusterFacts, ClusterFactsProps, DeviceResources, Node } from './cluster/cluster';
export type { ClusterDns } from './cluster/cluster-dns';
export type { ApiEndpoint, ControlPlaneProps, EtcdFlags, StateBackup, Timing, TimingFlags } from './cluster/control-plane';
export { ApiEndpointKind, Datastore, Distribution, StateBackupReport } from './cluster/control-plane';
export type { FailureRate, FailureRates } from './cluster/failure-rate';
export type { Acceptance, AcceptedFinding, Finding } from './cluster/finding';
export { FindingsError, formatFinding, Severity } from './cluster/finding';
export { FINDING_CODES, type FindingCode } from './cluster/finding-codes.generated';
export type { GatewayFacts, GatewayReference, WildcardFacts } from './cluster/gateway';
export type { Device, Fencing, HostWorkload, NodeProps, Pool, Reserved, Taint } from './cluster/node';
export { Architecture, Exclusion, FencingMethod, NodeRole, PoolKind, roleLabel, TaintEffect } from './cluster/node';
export type { ImagePolicy, Operators, Policy, PrometheusOperator } from './cluster/policy';
export { LoadBalancer, PodSecurityLevel } from './cluster/policy';
export type { Link, SharedFate, Site } from './cluster/site';
export { FateKind } from './cluster/site';
export type { BoundClaim, ExistingVolume, ForeignStorageClass, ReleaseProps, Storage, StorageClass, StorageProps, StorageRelease } from './cluster/storage';
export type { SystemFacts } from './cluster/system';
export type { TakenPorts } from './cluster/taken-ports';
export { Cpu, Duration, Size } from './cluster/units';
export { App, type AppProps } from './delivery/app';
export { chartFiles } from './delivery/chart-files';
export { Cluster, type ClusterProps } from './delivery/cluster';
export { configFiles } from './delivery/config-files';
export type { Files } from './delivery/disk/written-list';
export type { FluxProps } from './delivery/flux';
export { Folder } from './delivery/folder';
export { type ArgoCdOptions, ChartDelivery, type FluxOciOptions } from './delivery/helm/chart-delivery';
export { ChartPer } from './delivery/helm/chart-per';
export type { ChartValue } from './delivery/helm/chart-value';
export { HelmChart, type HelmChartProps } from './delivery/helm/helm-chart';
export { HelmCharts, type HelmChartsProps } from './delivery/helm/helm-charts';
export { LastOutput } from './delivery/last/last-output';
export type { NamespaceProps } from './delivery/namespaces';
export type { Verdict } from './delivery/verdict';
export { GenericDevicePlugin } from './devices/generic-device-plugin';
export type { GenericDevicePluginProps } from './devices/props';
export type { StateLoss } from './failures/cluster-state';
export type { AppDependency, Contributions, DataSet, Entry, Mover, PodSelector, SystemContributions, VoteGroup, Voter } from './failures/contribution';
export { MoverTask, TakeOver, VoteRule, VoteStops } from './failures/contribution';
export { FailureKind } from './failures/failure';
export { Place, Through } from './failures/outcome';
export { GoesOn, type QuorumLeft } from './failures/quorum';
export type { ChartFiles } from './kubernetes/charts/chart-files';
export type { GitChartOptions, OciChartOptions, RepositoryChartOptions } from './kubernetes/charts/chart-source';
export { ChartSource } from './kubernetes/charts/chart-source';
export { ChartCrds, ChartDrift } from './kubernetes/charts/release';
export type { Kind } from './kubernetes/kinds';
export type { System } from './kubernetes/system';
export { ExporterTls } from './monitoring/exporter-tls';
export { Monitoring } from './monitoring/monitoring';
export { NodeExporter, type NodeExporterProps } from './monitoring/node-exporter';
export type { GrafanaProps, MonitoringProps, PrometheusProps, ScrapeTarget } from './monitoring/props';
export type { AlertReceivers, Heartbeat, MailOptions, NtfyOptions, TelegramOptions, WebhookOptions } from './monitoring/receiver';
export { Receiver } from './monitoring/receiver';
export { ExternalService } from './network/external-service';
export { IngressClass, type IngressClassProps } from './network/ingress-class';
export type { ReportEffect, ReportFailure, ReportRate, ReportTerm } from './report/failures';
export type { ReportFate, ReportLink, ReportMap, ReportTouched, ReportVotes } from './report/map';
export type { Report } from './report/report';
export type { ReportStep } from './report/steps';
export type { ReportYear } from './report/years';
export type { ReleaseReference, ThirdPartyChartProps } from './systems/flux/props';
export { ThirdPartyChart } from './systems/flux/third-party-chart';
export type { ValuesFromOptions } from './systems/flux/values-from';
export { ValuesFrom } from './systems/flux/values-from';
export { Gateway } from './systems/gateway-api/gateway';
export type { GatewayProps, WildcardProps } from './systems/gateway-api/props';
export { DrbdStorage } from './systems/linstor/drbd-storage';
export { PiraeusOperator } from './systems/linstor/piraeus-operator';
export type { DrbdStorageProps } from './systems/linstor/props';
export { ReplicationProtocol } from './systems/linstor/props';
