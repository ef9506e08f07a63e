import type { Group } from '../checks';
import { called, type Obj } from '../kinds';
import type { Helm } from './helm';
import type { Charted } from './programs';

/** Values that break a class, or that nobody knows; and what helm says of them. */
const REFUSED: readonly (readonly [set: string, says: string])[] = [
  ['sonarr.replicas=2', '1: sonarr is SinglePodFlexible, one pod at a time'],
  ['sonarr.tolerationSeconds=60', 'at most 30: the promised time counts with it'],
  ['traefik.replicas=null', "at '/traefik': missing property 'replicas'"],
  ['sonarr.resources.requests.memory=9Gi', 'the container sonarr requests 9Gi of memory, but its limit is'],
  ['sonarr.image.tag=latest', 'a version: latest is another image on each node'],
  ['sonarr.image.tag=4.0.21', 'the digest of this image, or "": that of ghcr.io/home-operations/sonarr:4.0.20.3012 would decide what runs'],
  ['sonarr.claims.config.storageClassName=drbd-local', 'no other class of the cluster promises as much as drbd-replicated'],
  ['sonarr.ingress.hosts[1]=b.example', '1 address: each replaces one'],
  ['sonarr.labels.app\\.kubernetes\\.io/name=other', 'another key: the chart has this one, and its labels stay as they are'],
  ['sonarr.service.type=ExternalName', 'ClusterIP'],
  ['sonarr.strategy=RollingUpdate', 'strategy'],
  ['radar.replicas=1', 'radar'],
  ['traefik.replicas=1', 'at least 2: traefik is HighlyAvailable'],
  ['traefik.service.type=ClusterIP', 'LoadBalancer'],
  ['sonarr.history=11', 'maximum'],
];

/** Values that change what they name, and nothing else. */
const ACCEPTED: readonly (readonly [sets: readonly string[], object: string, has: string])[] = [
  [['sonarr.image.tag=4.0.21', 'sonarr.image.digest='], 'Deployment sonarr/sonarr', '"image":"ghcr.io/home-operations/sonarr:4.0.21"'],
  [['sonarr.claims.config.size=20Gi'], 'PersistentVolumeClaim sonarr/sonarr-config', '"storage":"20Gi"'],
  [['sonarr.ingress.hosts[0]=tv.example'], 'Ingress sonarr/sonarr', '"host":"tv.example"'],
  [['sonarr.env.TZ=Europe/Berlin'], 'Deployment sonarr/sonarr', '"env":[{"name":"TZ","value":"Europe/Berlin"}]'],
  [['sonarr.tolerationSeconds=10'], 'Deployment sonarr/sonarr', '"tolerationSeconds":10'],
  [['sonarr.podAnnotations.example\\.com/a=b'], 'Deployment sonarr/sonarr', '"annotations":{"example.com/a":"b"}'],
  [['sonarr.resources.limits.memory=2Gi'], 'Deployment sonarr/sonarr', '"memory":"2Gi"'],
  [['sonarr.nodes.cdk8s-availability/role-worker={yes}'], 'Deployment sonarr/sonarr', '"values":["yes"]'],
  [['sonarr.service.type=NodePort'], 'Service sonarr/sonarr', '"type":"NodePort"'],
  [['sonarr.history=5'], 'Deployment sonarr/sonarr', '"revisionHistoryLimit":5'],
  [['traefik.replicas=3'], 'Deployment traefik/traefik', '"replicas":3'],
];

/** Values on the chart of everything. */
export async function checkValues(check: Group, helm: Helm, { charts: [chart = ''] }: Charted): Promise<void> {
  const before = new Map(helm.objects(chart).map((object) => [called(object), text(object)]));
  for (const [set, says] of REFUSED)
    await check(`refuses ${set}, and says why`, 60, async () => {
      const { ok, error } = helm.run('template', 'release', chart, '--set', set);
      if (ok || !error.includes(says)) throw new Error(ok ? 'accepted' : error);
      return error
        .split('\n')
        .find((line) => line.includes(says))
        ?.trim();
    });
  for (const [sets, name, has] of ACCEPTED)
    await check(`takes ${sets.join(' and ')}`, 60, async () => {
      const changed = helm.objects(chart, ...sets.flatMap((set) => ['--set', set])).filter((object) => text(object) !== before.get(called(object)));
      const seen = changed.find((object) => called(object) === name);
      if (seen === undefined || !text(seen).includes(has)) throw new Error(`changed: ${changed.map(text).join('\n')}`);
      return changed.map(called).join(', ');
    });
}

function text(object: Obj): string {
  return JSON.stringify(object);
}
