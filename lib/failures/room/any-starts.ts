import { identity } from '../../availability/model/identity';
import type { Contender } from '../../availability/placement/crowd';
import { type Room, roomsOf } from '../../availability/placement/room';
import type { Subject } from '../subject';
import { numbersOf, type Terrain } from '../terrain';
import { AnyStart, type Way } from './any-start';
import { type Pods, WIDTH } from './pods';

/** What holds from any start, asked about one loss after the other. */
export class AnyStarts {
  private readonly offers: ReadonlyMap<string, Room>;
  /** For each node, the same number as for all that may stand in its place. */
  private readonly kinds: readonly number[];
  private readonly known = new Map<string, AnyStart>();

  /** @param subjects those of the plans, by id */
  constructor(
    private readonly pods: Pods,
    private readonly terrain: Terrain,
    private readonly subjects: ReadonlyMap<string, Subject>,
  ) {
    this.offers = roomsOf(terrain.facts);
    this.kinds = kindsOf(pods, terrain);
  }

  /**
   * If these nodes are lost. Nodes of one kind are lost alike, and in a large cluster most are of one kind.
   *
   * @param from the nodes whose pods look for another place: where none is lost, all of them
   */
  after(from: readonly number[], lost: readonly number[]): AnyStart {
    const key = lost
      .map((node) => this.kinds[node] ?? -1)
      .sort((one, other) => one - other)
      .join();
    const known = this.known.get(key) ?? this.without(from, lost);
    this.known.set(key, known);
    return known;
  }

  private without(from: readonly number[], lost: readonly number[]): AnyStart {
    const { terrain, pods, offers } = this;
    const namesOf = (nodes: readonly number[]) => new Set(nodes.map((node) => terrain.names[node] ?? ''));
    const [gone, left] = [namesOf(lost), namesOf(from)];
    return new AnyStart(pods.contenders, offers, {
      isLeft: (node) => !gone.has(node),
      allMove: lost.length === 0,
      waysOf: (contender) => this.waysOf(contender, left),
    });
  }

  /** A pod whose data stays in its zone starts in the zone that it was lost from. */
  private waysOf({ plan, group }: Contender, lost: ReadonlySet<string>): readonly Way[] {
    const { names, placeOf } = this.terrain;
    const { zonal, leftOut: without } = this.subjects.get(identity(plan)) ?? { zonal: false, leftOut: 0 };
    if (!zonal) return [{ without }];
    const from = numbersOf(
      this.terrain,
      group.nodes.filter((node) => lost.has(node)),
    );
    const zones = new Set(from.map((node) => placeOf[node]));
    return [...zones].map((zone) => ({ without, within: new Set(names.filter((_, node) => placeOf[node] === zone)) }));
  }
}

/** Nodes of one kind offer the same, in the same zone, to the same apps, and are too small for the same ones. */
function kindsOf({ contenders, offers, emptyOf }: Pods, { names, placeOf }: Terrain): readonly number[] {
  const groups = [...new Set(contenders.map(({ group }) => group))].map(({ nodes }) => new Set(nodes));
  const empty = emptyOf.filter((nodes) => nodes.length > 0).map((nodes) => new Set(nodes));
  const kinds = new Map<string, number>();
  return names.map((name, node) => {
    const key = [
      placeOf[node],
      ...offers.slice(node * WIDTH, (node + 1) * WIDTH),
      ...groups.flatMap((nodes, index) => (nodes.has(name) ? [`in ${index}`] : [])),
      ...empty.flatMap((nodes, index) => (nodes.has(node) ? [`empty ${index}`] : [])),
    ].join();
    const kind = kinds.get(key) ?? kinds.size;
    kinds.set(key, kind);
    return kind;
  });
}
