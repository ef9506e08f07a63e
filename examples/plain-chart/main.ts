// The classes in a chart of cdk8s' own: nobody describes a cluster, so each pod says which checks nobody made.
import { App, Chart } from 'cdk8s';
import { Cpu, HighlyAvailable, Image, Port, PriorityClasses, Probe, SinglePodFlexible, SinglePodPinned, Size, Volume } from 'cdk8s-availability';

export const app = new App({ outdir: 'dist' });
const chart = new Chart(app, 'apps', { namespace: 'apps' });
new PriorityClasses(chart, 'priorities');
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };

new HighlyAvailable(chart, 'front', {
  image: Image.of('docker.io/traefik/whoami', 'v1.11.0'),
  args: ['--port=8080'],
  resources,
  network: { ports: [Port.http(8080)], routes: [{ host: 'front.example' }] },
  health: { readiness: Probe.http('/health') },
});
new SinglePodFlexible(chart, 'wiki', {
  image: Image.of('registry.example/wiki', '5.1.0'),
  resources,
  network: { ports: [Port.http(3000)] },
  volumes: [Volume.data('/data', { size: Size.gib(5), storageClass: 'replicated' })],
});
new SinglePodPinned(chart, 'meter', {
  image: Image.of('registry.example/meter', '1.4.2'),
  resources,
  node: { name: 'cellar', reason: 'the meter is read by its serial port' },
  network: { ports: [Port.http(9000)] },
});

if (require.main === module) app.synth();
