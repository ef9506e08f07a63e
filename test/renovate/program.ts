import { App, Chart } from 'cdk8s';
import { ChartSource, Cpu, Image, SinglePodFlexible, Size } from '../../lib';

// What users write, in every form that the Renovate preset must find; not formatted on purpose.
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
const DIGEST = 'sha256:1f19eb5e0f421418c1a956bbe01310a0141423afe28bd9a4b1dcb8629ff2bce2';

const whoami = Image.of('docker.io/traefik/whoami', 'v1.11.0');
const wiki = Image.of(
  'ghcr.io/example/wiki',
  '3.1.2.4902',
  'sha256:0d17e9a65f4d4c4f5c7c2d0b5bb1d2a90b0f9f6a1717171717171717abcdef01',
);
const both = [Image.of("quay.io/example/double", "2.0.0-alpine"), Image.of("quay.io/example/pinned", "2.0.1", "sha256:2222222222222222222222222222222222222222222222222222222222222222")];
// The tag is a part of the digest.
const postgres = Image.of('docker.io/library/postgres', '17', 'sha256:1717171717171717171717171717171717171717171717171717171717171717');
const alone = Image
  .digest('registry.lab.example:5000/tools/backup', 'sha256:3333333333333333333333333333333333333333333333333333333333333333');
// Not found: Renovate reads texts, and runs nothing.
const computed = Image.of(['ghcr.io', 'example', 'computed'].join('/'), '1.0.0', DIGEST);

export const written = [whoami, wiki, ...both, postgres, alone];

const podinfo = ChartSource.oci('oci://ghcr.io/stefanprodan/charts/podinfo', { version: '6.9.2', digest: 'sha256:4444444444444444444444444444444444444444444444444444444444444444' });
const issuer = ChartSource . oci("oci://quay.io/jetstack/charts/cert-manager", {
  version: "v1.19.1",
});
const redis = ChartSource.repository('https://charts.home.example', { chart: 'redis', version: '1.4.0', secretName: 'login' });
const mysql = ChartSource.repository("https://charts.home.example/mysql", {
  chart: "mysql",
  version: "2.0.0",
});

/** As Renovate names them: of a repository only the chart, of a registry the address. */
export const charts = [podinfo, issuer, redis, mysql].map(
  ({ url, options: { oci, repository } }) => `${repository?.chart ?? url.slice('oci://'.length)}:${(oci ?? repository)?.version}${oci?.digest === undefined ? '' : `@${oci.digest}`}`,
);

const chart = new Chart(new App(), 'apps');
for (const [index, image] of [...written, computed].entries()) new SinglePodFlexible(chart, `app-${index}`, { image, resources });
