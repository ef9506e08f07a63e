import { FailureKind } from '../../lib/failures/failure';
import { app } from '../../main';
import { analysesOf, under } from './support';

const [home] = analysesOf(app, { kinds: Object.values(FailureKind) });
const matters = (id: string) => /^(node|site|link):|^pair:mirror\+prod/.test(id);

test('OpenCloud: moves from prod to mirror and back, and waits for the way in on load, or for a person if Netcup is down', () => {
  expect(home && under(home.analysis, 'opencloud/opencloud', matters)).toMatchInlineSnapshot(`
"node:dash: unaffected
node:load: down until repair, because of its way in, traefik/traefik
node:mirror: fails over in 22 s to 3 min 7 s; at best unaffected
node:prod: fails over in 22 s to 3 min 7 s; at best unaffected
site:home: fails over in 22 s to 3 min 7 s; at best unaffected
site:netcup: down until a person acts
link:home+netcup: fails over in 22 s to 3 min 7 s; at best unaffected
pair:mirror+prod: down until repair"
`);
});

test('what is bound to mirror runs on there, and nobody reaches it without load or the link', () => {
  expect(home && under(home.analysis, 'zwave-js-ui/zwave-js-ui', matters)).toMatchInlineSnapshot(`
"node:dash: unaffected
node:load: down until repair, because of its way in, traefik/traefik
node:mirror: down until repair
node:prod: unaffected
site:home: down until repair
site:netcup: down until repair, because of its way in, traefik/traefik
link:home+netcup: down until repair
pair:mirror+prod: down until repair"
`);
});

test('without dash nobody watches', () => {
  expect(home && under(home.analysis, 'monitoring/prometheus', matters)).toMatchInlineSnapshot(`
"node:dash: down until repair
node:load: unaffected
node:mirror: unaffected
node:prod: unaffected
site:home: unaffected
site:netcup: down until repair
link:home+netcup: unaffected
pair:mirror+prod: unaffected"
`);
});
