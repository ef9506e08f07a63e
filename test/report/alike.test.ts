import type { ReportApp } from '../../lib/availability/report/report';
import { decidedLike } from '../../lib/report/alike';

function app(name: string, why: string, allowances: ReportApp['allowances'] = []): ReportApp {
  return { name, namespace: name, decisions: [{ what: 'rollout', value: 'Recreate', why }], allowances } as Partial<ReportApp> as ReportApp;
}

test('apps are decided alike if only their own names differ, as words of their own', () => {
  const [blog, wiki, other, exempt] = [
    app('blog', 'blog-data is ReadWriteOnce'),
    app('wiki', 'wiki-data is ReadWriteOnce'),
    app('data', 'blog-data is ReadWriteOnce'),
    app('shop', 'shop-data is ReadWriteOnce', [{ what: 'allowed: root-user', reason: 'a test' }]),
  ];
  expect([...decidedLike({ apps: [blog, wiki, other, exempt] })]).toEqual([[wiki, blog]]);
});

test('a name within another word is no name', () => {
  const [one, two] = [app('a', 'data is local'), app('o', 'dota is local')];
  expect([...decidedLike({ apps: [one, two] })]).toEqual([]);
});
