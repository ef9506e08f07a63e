import { SinglePodFlexible } from '../../lib';
import { lab } from '../lab';
import { appProps, messages } from '../support';

const said = (url: string) => messages(lab({}, { flux: { url } }).verdict().open);

test('an address that only begins like one is refused', () => {
  expect(said('http://x y/z')).toMatchInlineSnapshot(`
    "FLUX-URL  lab/flux/url: the address "http://x y/z", but an address has a host, perhaps a number as the port, and a path without blanks.
              Write it as the Git server shows it, with / before the path."
  `);
  for (const url of [
    'https://',
    'https:///lab',
    'https://git.example/a b',
    'ssh://git@git.example:me/lab',
    'https://git.example:99999/lab',
    'https://git.example/\tlab',
  ])
    expect(said(url)).toMatch(/^FLUX-URL {2}lab\/flux\/url: /);
});

test('an address that Git takes is not', () => {
  for (const url of [
    'https://git.example/lab.git',
    'http://git.example:3000/me/lab',
    'ssh://git@git.example:2222/me/lab.git',
    'https://192.0.2.1/lab',
    'https://[2001:db8::1]/lab',
    'https://git.example',
  ])
    expect(said(url)).toBe('');
});

test('an app in the namespace of Flux is refused, wherever that is', () => {
  const beside = (namespace: string, flux?: string) => {
    const cluster = lab({}, { flux: { url: 'https://git.example/lab.git', ...(flux === undefined ? {} : { namespace: flux }) } });
    new SinglePodFlexible(cluster.workers, 'wiki', appProps({ namespace }));
    return messages(cluster.verdict().open);
  };
  expect(beside('flux-system')).toMatchInlineSnapshot(`
    "NAMESPACE-OF-FLUX  lab/worker/wiki: an app in the namespace flux-system, but Flux brings that namespace itself, and the two would change it in turns.
                       Use another namespace, or leave it to Flux in namespaces of the cluster: { 'flux-system': { external: true } }."
  `);
  expect(beside('gitops', 'gitops')).toMatch(/^NAMESPACE-OF-FLUX/);
  expect(beside('flux-system', 'gitops')).toBe('');
});
