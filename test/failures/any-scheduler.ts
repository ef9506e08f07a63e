import { takesPortsOfNode } from '../../lib/availability/classes/highly-available';
import { type Pods, WIDTH } from '../../lib/failures/room/pods';

/** Pods on nodes. It counts by itself, apart from what it judges. */
class Places {
  readonly nodeOf: number[];
  private readonly left: number[];

  constructor(
    readonly pods: Pods,
    readonly dead: ReadonlySet<number>,
  ) {
    this.nodeOf = Array.from(pods.of, () => -1);
    this.left = Array.from(pods.offers);
  }

  put(pod: number, node: number): void {
    const [from, contender] = [this.nodeOf[pod] ?? -1, this.pods.of[pod] ?? 0];
    for (let what = 0; what < WIDTH; what += 1) {
      const ask = this.pods.asks[contender * WIDTH + what] ?? 0;
      if (from >= 0) this.left[from * WIDTH + what] = (this.left[from * WIDTH + what] ?? 0) + ask;
      if (node >= 0) this.left[node * WIDTH + what] = (this.left[node * WIDTH + what] ?? 0) - ask;
    }
    this.nodeOf[pod] = node;
  }

  holds(contender: number, node: number): boolean {
    for (let what = 0; what < WIDTH; what += 1) if ((this.pods.asks[contender * WIDTH + what] ?? 0) > (this.left[node * WIDTH + what] ?? 0)) return false;
    return true;
  }

  alive(contender: number): number[] {
    return (this.pods.nodesOf[contender] ?? []).filter((node) => !this.dead.has(node));
  }

  own(contender: number, node: number): number {
    let count = 0;
    for (let pod = this.pods.first[contender] ?? 0; pod < (this.pods.first[contender + 1] ?? 0); pod += 1) if (this.nodeOf[pod] === node) count += 1;
    return count;
  }

  /** Where its spread and its ports let one more pod start, whatever room there is. */
  open(contender: number): number[] {
    const nodes = this.alive(contender);
    const one = this.pods.contenders[contender];
    if (one === undefined) return [];
    const counts = nodes.map((node) => this.own(contender, node));
    // Nodes of its role that are too small have none, and count.
    if (this.pods.emptyOf[contender]?.some((node) => !this.dead.has(node)) === true) counts.push(0);
    const domains = Math.max(0, ...one.plan.spread.value.map(({ minDomains = 0 }) => minDomains));
    const most = takesPortsOfNode(one.plan.ask) || domains > nodes.length ? 0 : one.apart ? Math.min(...counts) : Number.POSITIVE_INFINITY;
    return nodes.filter((_, index) => (counts[index] ?? 0) <= most);
  }
}

/** A scheduler that does anything that Kubernetes allows: it takes pods in any order, prefers any node, and drives away anybody of lower priority. */
export class AnyScheduler {
  private places: Places;

  /** @param chance a whole number from 0 up to, but not, its argument */
  constructor(
    private readonly pods: Pods,
    private readonly chance: (below: number) => number,
  ) {
    this.places = new Places(pods, new Set());
  }

  /** Some start in which all pods run. Undefined: none was found. */
  start(): readonly number[] | undefined {
    this.places = new Places(this.pods, new Set());
    for (const pod of this.shuffled([...this.pods.of.keys()])) {
      const contender = this.pods.of[pod] ?? 0;
      const nodes = this.places.open(contender).filter((node) => this.places.holds(contender, node));
      if (nodes.length === 0) return undefined;
      this.places.put(pod, this.one(nodes));
    }
    return this.places.nodeOf;
  }

  /** Pods that have no place in the end, if these nodes die after that start. */
  lose(start: readonly number[], dead: ReadonlySet<number>): { readonly lost: readonly number[]; readonly waiting: readonly number[] } {
    const { pods } = this;
    this.places = new Places(pods, dead);
    for (const [pod, node] of start.entries()) if (!dead.has(node)) this.places.put(pod, node);
    const lost = [...start.keys()].filter((pod) => dead.has(start[pod] ?? -1) && (pods.nodesOf[pods.of[pod] ?? 0]?.length ?? 0) > 1);
    let [queue, waiting]: [number[], number[]] = [[...lost], []];
    while (queue.length > 0) {
      const [pod = 0] = queue.splice(this.chance(queue.length), 1);
      const contender = pods.of[pod] ?? 0;
      const nodes = this.places.open(contender).filter((node) => this.places.holds(contender, node));
      const driven = nodes.length > 0 ? [] : this.driveAway(contender);
      if (driven.length > 0) [queue, waiting] = [[...queue, ...driven, ...waiting], []];
      const free = nodes.length > 0 ? nodes : this.places.open(contender).filter((node) => this.places.holds(contender, node));
      if (free.length > 0) this.places.put(pod, this.one(free));
      else waiting.push(pod);
    }
    return { lost, waiting };
  }

  private driveAway(contender: number): number[] {
    const { pods, places } = this;
    const { value, preempts } = pods.contenders[contender]?.group.priority ?? { value: 0, preempts: false };
    if (!preempts) return [];
    for (const node of this.shuffled(places.open(contender))) {
      const lower = this.shuffled([...pods.of.keys()]).filter(
        (pod) => places.nodeOf[pod] === node && (pods.contenders[pods.of[pod] ?? 0]?.group.priority.value ?? 0) < value,
      );
      for (const pod of lower) places.put(pod, -1);
      const fits = places.holds(contender, node);
      const gone = lower.filter((pod) => {
        places.put(pod, node);
        if (!fits || places.holds(contender, node)) return false;
        places.put(pod, -1);
        return true;
      });
      if (fits) return gone;
    }
    return [];
  }

  private one<T>(all: readonly T[]): T {
    return all[this.chance(all.length)] as T;
  }

  private shuffled<T>(all: readonly T[]): T[] {
    const left = [...all];
    return all.map(() => left.splice(this.chance(left.length), 1)[0] as T);
  }
}

/** Whether the others can lie anywhere on the nodes that are left so that one more pod of it finds no place there: all ways are tried. */
export function canBlock(pods: Pods, contender: number, dead: ReadonlySet<number>): boolean {
  const places = new Places(pods, dead);
  const own = pods.contenders[contender];
  const { value, preempts } = own?.group.priority ?? { value: 0, preempts: false };
  const last = (pods.first[contender + 1] ?? 0) - 1;
  const others = [...pods.of.keys()].filter((pod) => pod !== last && (!preempts || (pods.contenders[pods.of[pod] ?? 0]?.group.priority.value ?? 0) >= value));
  const isBlocked = () => {
    const counts = places.alive(contender).map((node) => places.own(contender, node));
    if (own?.apart === true && Math.max(...counts) - Math.min(...counts) > 1) return false;
    return !places.open(contender).some((node) => places.holds(contender, node));
  };
  const tried = (at: number): boolean => {
    if (isBlocked()) return true;
    const pod = others[at];
    if (pod === undefined) return false;
    const of = pods.of[pod] ?? 0;
    const nodes = places.alive(of);
    // Pods that spread never have two more on one node than on another.
    const most = pods.contenders[of]?.apart === true ? Math.ceil((pods.contenders[of]?.pods ?? 0) / nodes.length) : Number.POSITIVE_INFINITY;
    const found = nodes.some((node) => {
      if (!places.holds(of, node) || places.own(of, node) >= most) return false;
      places.put(pod, node);
      const blocks = tried(at + 1);
      places.put(pod, -1);
      return blocks;
    });
    return found || tried(at + 1);
  };
  return tried(0);
}
