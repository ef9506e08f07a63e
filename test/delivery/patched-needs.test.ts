import { type App, Patch, SinglePodFlexible } from '../../lib';
import { referencesOf } from '../../lib/availability/report/patched-needs';
import { lab } from '../lab';
import { appProps, messages } from '../support';

const CONTAINER = '/spec/template/spec/containers/0';

/** What the report says must exist first, with these patches. */
function needs(...patches: readonly (readonly [path: string, value: unknown])[]): readonly unknown[] {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ patches: patches.map(([path, value]) => Patch.add('Deployment', path, value, 'a test')) }));
  const { files, findings } = (cluster.node.root as App).build();
  expect(messages(findings)).toBe('');
  return (JSON.parse(`${files.get('lab/report/report.json')}`) as { readonly needs: readonly unknown[] }).needs;
}

const need = (kind: string, name: string, ...keys: readonly string[]) => ({ kind, namespace: 'wiki', name, keys });

test('what a patch refers to must exist first', () => {
  expect(needs([`${CONTAINER}/envFrom`, [{ secretRef: { name: 'login' } }, { configMapRef: { name: 'settings' } }]])).toEqual([
    need('Secret', 'login'),
    need('ConfigMap', 'settings'),
  ]);
  expect(needs([`${CONTAINER}/env`, [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'login', key: 'token' } } }]])).toEqual([
    need('Secret', 'login', 'token'),
  ]);
  expect(needs(['/spec/template/spec/imagePullSecrets', [{ name: 'registry' }]])).toEqual([need('Secret', 'registry', '.dockerconfigjson')]);
});

test('but not what is optional, or refers to nothing', () => {
  expect(needs([`${CONTAINER}/envFrom`, [{ secretRef: { name: 'login', optional: true } }]])).toEqual([]);
  expect(needs([`${CONTAINER}/env`, [{ name: 'MODE', value: 'secretRef' }]])).toEqual([]);
  // The API server refuses such a list.
  expect(referencesOf(Patch.add('Deployment', `${CONTAINER}/envFrom`, [null, { secretRef: null }], 'a test'))).toEqual([]);
});
