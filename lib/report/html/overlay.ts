import { FailureKind, isPlanned } from '../../failures/failure';
import type { ReportFailure } from '../failures';
import { appInWords } from '../groups';
import { BOX, type Layout, type PlacedBox, type Point } from './layout';
import { html, type Markup, NOTHING, type Part } from './markup';

/** Characters that fit below a box. */
const FITS = 22;

/** Whether there is anything to draw. */
export function touches({ nodes, parts, stopsOn, kind }: ReportFailure): boolean {
  return nodes.length > 0 || parts !== undefined || stopsOn !== undefined || kind === FailureKind.LINK;
}

/** What a failure changes: nodes that are gone, links that are cut, and where lost pods go. */
export function overlay(failure: ReportFailure, { sites, links }: Layout): Part {
  const { nodes, parts = [], stopsOn = [], moves } = failure;
  const [gone, stopped] = [new Set(nodes), new Set(stopsOn)];
  const arrivals = new Map<string, string[]>();
  for (const { app, node } of moves) arrivals.set(node, [...(arrivals.get(node) ?? []), appInWords(app)]);
  const sideOf = new Map(parts.flatMap((part, side) => part.map((node) => [node, side + 1] as const)));
  // The network is cut between sites: each is on one side as a whole.
  const sides = new Map(sites.map(({ name, boxes }) => [name, sideOf.get(boxes[0]?.names[0] ?? '')]));
  return [
    links
      .filter((link) => isCut(link, failure, sides))
      .map(({ at }) => html`${cross(at)}<text class="c-bad" x="${at.x}" y="${at.y + 26}" text-anchor="middle">cut</text>`),
    sites.map(({ name, x, y, width, boxes }) => {
      const side = sides.get(name);
      return [
        side === undefined ? NOTHING : html`<text class="c-bad" x="${x + width - 14}" y="${y + 21}" text-anchor="end">side ${side}</text>`,
        boxes.map((box) => [
          over(box, gone, isPlanned(failure) ? 'drained' : 'down', true),
          over(box, stopped, 'stops here', false),
          arriving(
            box,
            box.names.flatMap((node) => arrivals.get(node) ?? []),
          ),
        ]),
      ];
    }),
  ];
}

/** Where both ends still see a third site, there are no sides: the failure is named by the ends. */
function isCut({ from, to }: Layout['links'][number], { kind, name, parts }: ReportFailure, sides: ReadonlyMap<string, number | undefined>): boolean {
  if (parts !== undefined) return sides.get(from) !== sides.get(to);
  return kind === FailureKind.LINK && [from, to].sort().join('–') === name;
}

function over({ names, x, y }: PlacedBox, touched: ReadonlySet<string>, word: string, isGone: boolean): Markup {
  const count = names.filter((name) => touched.has(name)).length;
  if (count === 0) return NOTHING;
  const all = count === names.length;
  return html`<rect class="${isGone ? 'c-gone' : 'c-stopped'}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5"/>${isGone && all ? cross({ x: x + BOX.width - 17, y: y + 19 }) : NOTHING}<text class="c-bad" x="${x + BOX.width - 8}" y="${y + 50}" text-anchor="end">${all ? word : `${count} of ${names.length} ${word}`}</text>
`;
}

function arriving({ x, y }: PlacedBox, apps: readonly string[]): Markup {
  if (apps.length === 0) return NOTHING;
  const names = apps.join(', ');
  const text = `+ ${names.length > FITS ? `${apps.length} apps` : names}`;
  return html`<rect class="c-moved" x="${x + 6}" y="${y + BOX.height - 2}" width="${Math.round(text.length * 6.6 + 14)}" height="18" rx="9"/><text class="c-to" x="${x + 13}" y="${y + BOX.height + 11}">${text}</text>
`;
}

function cross({ x, y }: Point): Markup {
  return html`<path class="c-cross" d="M${x - 9} ${y - 9}l18 18m0 -18l-18 18"/>`;
}
