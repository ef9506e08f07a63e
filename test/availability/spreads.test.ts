import { mostOn, mostWithin } from '../../lib/availability/placement/shares';
import { fc } from '../property';

/** Every way to have so many pods in so many places. */
function* layouts(pods: number, places: number): Iterable<readonly number[]> {
  if (places === 1) yield [pods];
  else for (let first = 0; first <= pods; first += 1) for (const rest of layouts(pods - first, places - 1)) yield [first, ...rest];
}

test('some places have the most pods that any layout within the skew lets them have', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.nat(4), (pods, places, skew, lost) => {
      const some = Math.min(lost, places);
      const allowed = [...layouts(pods, places)].filter((layout) => Math.max(...layout) - Math.min(...layout) <= skew);
      const most = Math.max(...allowed.map((layout) => layout.slice(0, some).reduce((sum, one) => sum + one, 0)));
      expect(mostWithin(some, pods, places, skew)).toBe(most);
      if (skew === 1) expect(mostOn(some, pods, places)).toBe(most);
    }),
  );
});
