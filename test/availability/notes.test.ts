import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { notesOn } from '../../lib/availability/report/notes';
import { facts, messages, planOf } from '../support';

test('notes that web addresses hang on the default ingress class, when nobody names one', () => {
  const given = facts({ storage: {} });
  const web = (ingressClass?: string) => {
    const entry = { host: 'blog.lab.example', ...(ingressClass === undefined ? {} : { ingressClass }) };
    return planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { ports: [Port.http(80)], routes: [entry] } }, given);
  };
  expect(messages(notesOn(given, [web(), web('traefik')]))).toMatchInlineSnapshot(`
    "ROUTE-WITHOUT-CLASS  lab/policy/operators: HTTP routes of 1 app without an ingress class, so only a default IngressClass of the cluster serves them.
                         Set policy.operators.ingressClass."
  `);
  expect(notesOn(given, [web('traefik')])).toEqual([]);
  expect(notesOn(facts({ storage: {}, policy: { operators: { ingressClass: 'traefik' } } }), [web()])).toEqual([]);
});
