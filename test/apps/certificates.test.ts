import { Chart, Testing } from 'cdk8s';
import { ExternalService, type Route, SinglePodFlexible, Tls } from '../../lib';
import { Port } from '../../lib/availability/ask/network/port';
import { lab } from '../lab';
import { appProps } from '../support';

const ISSUER = { policy: { operators: { clusterIssuer: 'letsencrypt' } } };
const network = (...routes: readonly Route[]) => ({ ports: [Port.http(8080), Port.http(9090, 'admin')], routes });

interface IngressJson {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: { readonly [key: string]: string } };
  readonly spec: { readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName: string }[] };
}

/** Each Ingress: its hosts, the Secret, and the issuer that it asks. */
function ingresses(objects: readonly unknown[]): string[] {
  return (objects as IngressJson[])
    .filter(({ kind }) => kind === 'Ingress')
    .map(({ metadata, spec: { tls: [one] = [] } }) => {
      const issuer = metadata.annotations?.['cert-manager.io/cluster-issuer'] ?? 'nobody';
      return `${metadata.name}: ${one?.hosts.join()} in ${one?.secretName}, asks ${issuer}`;
    });
}

/** Apps of one namespace, in a cluster with an issuer. */
function web(apps: { readonly [name: string]: readonly Route[] }, namespaces: { readonly [name: string]: string } = {}): string[] {
  const cluster = lab(ISSUER);
  const made = Object.entries(apps).map(
    ([name, routes]) => new SinglePodFlexible(cluster.workers, name, appProps({ namespace: namespaces[name] ?? 'web', network: network(...routes) })),
  );
  return ingresses(made.flatMap((app) => app.objects.map((one) => one.toJson())));
}

test('routes of one host share one certificate within a namespace', () => {
  expect(
    web({ blog: [{ host: 'blog.example' }, { host: 'blog.example', paths: ['/admin'], port: 'admin' }], feed: [{ host: 'blog.example', paths: ['/feed'] }] }),
  ).toEqual([
    'blog: blog.example in blog-tls, asks letsencrypt',
    'blog-2: blog.example in blog-tls, asks nobody',
    'feed: blog.example in blog-tls, asks nobody',
  ]);
});

test('the certificate with the most hosts is the shared one, whichever app comes first', () => {
  expect(web({ a: [{ host: 'blog.example' }], b: [{ host: 'www.blog.example', aliases: ['blog.example'], paths: ['/b'] }] })).toEqual([
    'a: blog.example in b-tls, asks nobody',
    'b: www.blog.example,blog.example in b-tls, asks letsencrypt',
  ]);
});

test('other hosts, namespaces, issuers and Secrets have their own', () => {
  const host = 'blog.example';
  expect(web({ a: [{ host }], b: [{ host: 'b.blog.example' }] })).toEqual([
    'a: blog.example in a-tls, asks letsencrypt',
    'b: b.blog.example in b-tls, asks letsencrypt',
  ]);
  expect(web({ a: [{ host }], b: [{ host, paths: ['/b'] }] }, { b: 'other' })).toEqual([
    'a: blog.example in a-tls, asks letsencrypt',
    'b: blog.example in b-tls, asks letsencrypt',
  ]);
  expect(web({ a: [{ host }], b: [{ host, paths: ['/b'], tls: Tls.clusterIssuer('inside') }], c: [{ host, paths: ['/c'], tls: Tls.secret('mine') }] })).toEqual(
    ['a: blog.example in a-tls, asks letsencrypt', 'b: blog.example in b-tls, asks inside', 'c: blog.example in mine, asks nobody'],
  );
});

test('so do apps of a chart without a cluster, and routes of a machine outside', () => {
  const chart = new Chart(Testing.app(), 'mine');
  const tls = Tls.clusterIssuer('letsencrypt');
  new SinglePodFlexible(chart, 'blog', appProps({ network: network({ host: 'blog.example', tls }) }));
  new SinglePodFlexible(chart, 'feed', appProps({ network: network({ host: 'blog.example', paths: ['/feed'], tls }) }));
  new ExternalService(chart, 'nas', {
    addresses: ['192.168.1.7'],
    ports: [Port.http(5000), Port.http(6000, 'photos')],
    routes: [
      { host: 'nas.example', tls },
      { host: 'nas.example', paths: ['/photos'], port: 'photos', tls },
    ],
  });
  expect(ingresses(Testing.synth(chart)).sort()).toEqual([
    'blog: blog.example in blog-tls, asks letsencrypt',
    'feed: blog.example in blog-tls, asks nobody',
    'nas-2: nas.example in nas-tls, asks nobody',
    'nas: nas.example in nas-tls, asks letsencrypt',
  ]);
});

test('an app that shares the certificate of one declared later is refused where its objects were requested before', () => {
  const cluster = lab(ISSUER);
  const blog = new SinglePodFlexible(cluster.workers, 'blog', appProps({ namespace: 'web', network: network({ host: 'blog.example' }) }));
  expect(blog.object('Ingress').name).toBe('blog');
  new SinglePodFlexible(cluster.workers, 'other', appProps({ namespace: 'web', network: network({ host: 'other.example' }) }));
  expect(cluster.verdict().open).toEqual([]);
  const aliases = ['blog.example'];
  new SinglePodFlexible(cluster.workers, 'wide', appProps({ namespace: 'web', network: network({ host: 'wide.example', aliases, paths: ['/wide'] }) }));
  expect(cluster.verdict().open.map(({ code }) => code)).toEqual(['RENDERED-EARLY']);
});
