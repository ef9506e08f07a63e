import type { ResourcesProps } from '../availability/ask/container/resources';
import { mostPods } from '../availability/model/autoscale';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Cpu, Size } from '../cluster/units';
import type { PrometheusProps } from './props';

/**
 * Series that Prometheus holds at once, by what makes them. Counted, on 1.36.3 and with our configuration, not guessed:
 * - node exporter 1.12.1 with our collectors: 1,100 on a machine with 2 cores, of which 20 for each core
 * - kube-state-metrics 2.20.0 with our list of metrics, and the kubelet's resource metrics
 * - DRBD: ten states of a disk, ten of each connection, and some twenty more, on each node that has the volume
 * - an app's own metrics vary: Traefik with a dozen routes has about a thousand
 */
const SERIES = {
  node: 1_200,
  core: 20,
  pod: 24,
  workload: 8,
  app: 4,
  volume: 180,
  scrapedApp: 1_000,
  /** Prometheus, Alertmanager and the API server's own. */
  monitoring: 2_000,
};

/**
 * Measured with 3.15.0: 105 MB at 1,300 series. Each further series costs about 3 kB in the head (robustperception.io, "Why
 * does Prometheus use so much RAM?") and up to 8 kB with everything that belongs to it; Go's collector wants as much again at worst.
 */
const BASE_MEMORY = Size.mib(100);
const MEMORY_PER_SERIES = Size.kib(8);
/** Queries, and the log that is read again after a crash. */
const MEMORY_HEADROOM = 1.5;
/** Prometheus, docs/storage.md: 1 to 2 bytes for a sample. */
const BYTES_PER_SAMPLE = 2;
/** The log of the last three hours is written as it comes. */
const LOG_SECONDS = 3 * 3600;
const LOG_BYTES_PER_SAMPLE = 12;
/** Prometheus, docs/storage.md: keep the retention at 80 % to 85 % of the volume, for blocks go as a whole. */
export const SHARE_FOR_BLOCKS = 0.8;

/** 30 days of some 40,000 series. */
const DEFAULT_VOLUME = Size.gib(10);
const DEFAULT_RETENTION_SECONDS = 30 * 24 * 3600;

/** What Prometheus must hold. */
export interface Load {
  readonly series: number;
  readonly samplesPerSecond: number;
}

/** How much there is to hold, by nodes, apps and their volumes. */
export function loadOf(facts: ClusterFacts, plans: readonly Plan[], scrapeSeconds: number): Load {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const pods = total(plans.map(mostPods));
  // Volumes of a system with pools tell of themselves.
  const pooled = facts.storage.classes.some((one) => one.pool !== undefined && one.madeBy !== undefined);
  const replicated = total(plans.map((plan) => plan.claims.filter((claim) => claim.owner === undefined).length * (pooled ? 1 : 0)));
  const series =
    SERIES.monitoring +
    total(facts.nodes.map((node) => SERIES.node + SERIES.core * Math.ceil(node.cpu.millis / 1000))) +
    pods * SERIES.pod +
    plans.length * (SERIES.workload + SERIES.app) +
    replicated * SERIES.volume +
    total(plans.map(({ ask, metrics }) => (metrics === undefined ? 0 : (ask.metrics?.series ?? SERIES.scrapedApp))));
  return { series, samplesPerSecond: series / scrapeSeconds };
}

export function prometheusResources({ series, samplesPerSecond }: Load): ResourcesProps {
  const memory = BASE_MEMORY.bytes + series * MEMORY_PER_SERIES.bytes;
  return {
    cpu: Cpu.millis(50 + 50 * Math.ceil(samplesPerSecond / 1000)),
    memory: rounded(memory),
    memoryLimit: rounded(memory * MEMORY_HEADROOM),
    ephemeralStorage: Size.mib(64),
  };
}

/** It holds every object that it reports (README: 250 MiB for hundreds of nodes). */
export function kubeStateMetricsResources(plans: readonly Plan[]): ResourcesProps {
  const memory = Size.mib(48).bytes + plans.length * Size.kib(128).bytes;
  return { cpu: Cpu.millis(20), memory: rounded(memory), memoryLimit: rounded(memory * 3), ephemeralStorage: Size.mib(32) };
}

/** The volume that a retention needs. */
export function volumeFor(load: Load, retentionSeconds: number): Size {
  const blocks = retentionSeconds * load.samplesPerSecond * BYTES_PER_SAMPLE;
  return Size.gib(Math.max(1, Math.ceil((blocks + logOf(load)) / SHARE_FOR_BLOCKS / Size.gib(1).bytes)));
}

/** The longest retention that a volume has room for, in seconds. */
export function retentionWithin(load: Load, volume: Size): number {
  return Math.max(0, Math.floor((volume.bytes * SHARE_FOR_BLOCKS - logOf(load)) / (load.samplesPerSecond * BYTES_PER_SAMPLE)));
}

/**
 * Explicit values stay as they are. The volume's size does not follow from the apps: many classes cannot grow a volume, and one
 * more app must not require it. Instead, samples are kept for as long as they fit.
 */
export function keptOf(load: Load, { retention, volumeSize }: PrometheusProps = {}): { readonly volume: Size; readonly retentionSeconds: number } {
  const volume = volumeSize ?? DEFAULT_VOLUME;
  return { volume, retentionSeconds: retention?.seconds ?? Math.min(DEFAULT_RETENTION_SECONDS, retentionWithin(load, volume)) };
}

function logOf(load: Load): number {
  return LOG_SECONDS * load.samplesPerSecond * LOG_BYTES_PER_SAMPLE;
}

/** In steps, so that one more app does not change the output each time. */
function rounded(bytes: number): Size {
  const step = Size.mib(32).bytes;
  return Size.bytes(Math.ceil(bytes / step) * step);
}
