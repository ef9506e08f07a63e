import { NodeRole, SinglePodFlexible } from '../../lib';
import { lab } from '../lab';
import { appProps, messages } from '../support';

/** What is said of a wiki with a dependency on its database, which is in a folder. */
function said(folder: 'workers' | 'control', own: 'workers' | 'control' = 'workers'): string {
  const cluster = lab();
  const wiki = new SinglePodFlexible(cluster[own], 'wiki', appProps({ placement: { role: NodeRole.WORKER } }));
  wiki.node.addDependency(new SinglePodFlexible(cluster[folder], 'database', appProps({ placement: { role: NodeRole.WORKER } })));
  return messages(cluster.verdict().open);
}

test('a dependency between apps of one folder does nothing', () => {
  expect(said('workers')).toMatchInlineSnapshot(`
    "ORDER-NOT-KEPT  lab/worker/wiki: a dependency on lab/worker/database, but both are in the folder lab/worker, which Flux applies as one.
                    Use waitsFor of an init container to wait for it, or dependsOn to say that it is needed, or accept it with a reason."
  `);
});

test('between apps of two folders it orders these', () => {
  expect(said('control')).toBe('');
});

test('within an app it is not about apps', () => {
  const cluster = lab();
  const wiki = new SinglePodFlexible(cluster.workers, 'wiki', appProps());
  const [first, second] = wiki.objects;
  if (first !== undefined && second !== undefined) first.node.addDependency(second);
  expect(messages(cluster.verdict().open)).toBe('');
});
