import type { Report } from '../report';
import { boxesOf, type NodesBox } from './boxes';

/** A rectangle of the picture, by its upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends NodesBox, Rectangle {}

export interface PlacedSite extends Rectangle {
  readonly name: string;
  readonly boxes: readonly PlacedBox[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly at: Point;
}

/** Where everything is. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly sites: readonly PlacedSite[];
  readonly links: readonly PlacedLink[];
}

export const BOX = { width: 158, height: 58 };
const GAP = { x: 12, y: 24 };
const PADDING = 14;
const HEADER = 32;
/** Room for what moves to the last row of nodes. */
const FOOTER = 12;
const MARGIN = 8;
const LINK_GAP = 110;
const WIDEST = 4;

interface Sized {
  readonly name: string;
  readonly boxes: readonly NodesBox[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** Sites beside each other; with links among three or more, where dagre puts them. */
export function layoutOf(report: Report): Layout {
  const sites = sizedSites(report);
  const links = report.links.filter(({ from, to }) => [from, to].every((end) => sites.some(({ name }) => name === end)) && from !== to);
  const { at, paths } = sites.length > 2 && links.length > 0 ? withDagre(sites, links) : inOneRow(sites, links);
  const placed = sites.map((site, index) => placedSite(site, at[index] ?? { x: 0, y: 0 }));
  const points = paths.flatMap(({ points: some }) => some);
  const labels = paths.map(({ at: middle }) => ({ x: middle.x + 30, y: middle.y + 10 }));
  const ends = [...placed.map(({ x, y, width, height }) => ({ x: x + width, y: y + height })), ...points, ...labels];
  return {
    width: Math.ceil(Math.max(0, ...ends.map(({ x }) => x))) + MARGIN,
    height: Math.ceil(Math.max(0, ...ends.map(({ y }) => y))) + MARGIN,
    sites: placed,
    links: paths,
  };
}

function sizedSites({ nodes }: Report): readonly Sized[] {
  return boxesOf(nodes).map(([name, boxes]) => {
    const columns = Math.min(WIDEST, Math.ceil(Math.sqrt(boxes.length)));
    const rows = Math.ceil(boxes.length / columns);
    return {
      name,
      boxes,
      columns,
      width: 2 * PADDING + columns * BOX.width + (columns - 1) * GAP.x,
      height: HEADER + rows * BOX.height + (rows - 1) * GAP.y + PADDING + FOOTER,
    };
  });
}

function placedSite({ name, boxes, columns, width, height }: Sized, { x, y }: Point): PlacedSite {
  return {
    name,
    x,
    y,
    width,
    height,
    boxes: boxes.map((box, index) => ({
      ...box,
      ...BOX,
      x: x + PADDING + (index % columns) * (BOX.width + GAP.x),
      y: y + HEADER + Math.floor(index / columns) * (BOX.height + GAP.y),
    })),
  };
}

interface Placement {
  /** The upper left corners of the sites. */
  readonly at: readonly Point[];
  readonly paths: readonly PlacedLink[];
}

type Links = Report['links'];

function labelOf(link: Links[number]): string {
  return `${Number((link.roundTripSeconds * 1000).toFixed(2))} ms`;
}

/** Two sites need no library. */
function inOneRow(sites: readonly Sized[], links: Links): Placement {
  const tallest = Math.max(0, ...sites.map(({ height }) => height));
  let x = MARGIN;
  const at = sites.map(({ width, height }) => {
    const here = { x, y: MARGIN + (tallest - height) / 2 };
    x += width + (links.length === 0 ? 2 * GAP.x : LINK_GAP);
    return here;
  });
  const [left, right] = [sites[0], at[1]];
  const y = MARGIN + tallest / 2;
  const paths = links.slice(0, 1).map((link) => {
    const [start, end] = [MARGIN + (left?.width ?? 0), right?.x ?? 0];
    return {
      from: link.from,
      to: link.to,
      label: labelOf(link),
      points: [
        { x: start, y },
        { x: end, y },
      ],
      at: { x: (start + end) / 2, y },
    };
  });
  return { at, paths };
}

/** A wide cluster grows downwards. */
const WIDE = 1000;

function withDagre(sites: readonly Sized[], links: Links): Placement {
  // It is loaded only for a picture that needs it.
  const { graphlib, layout } = require('@dagrejs/dagre') as typeof import('@dagrejs/dagre', { with: { 'resolution-mode': 'import' }});
  const graph = new graphlib.Graph({ multigraph: false });
  const across = sites.reduce((sum, { width }) => sum + width + LINK_GAP, 0);
  graph.setGraph({ rankdir: across > WIDE ? 'TB' : 'LR', nodesep: 40, ranksep: 50, edgesep: 30, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name, width, height } of sites) graph.setNode(name, { width, height });
  for (const link of links) graph.setEdge(link.from, link.to, { width: 8 * labelOf(link).length + 12, height: 20, labelpos: 'c' });
  layout(graph);
  return {
    at: sites.map(({ name, width, height }) => {
      const { x = 0, y = 0 } = graph.node(name) as Partial<Point>;
      return { x: round(x - width / 2), y: round(y - height / 2) };
    }),
    paths: links.map((link) => {
      const { points = [], x = 0, y = 0 } = graph.edge(link.from, link.to) as { readonly points?: readonly Point[] } & Partial<Point>;
      return {
        from: link.from,
        to: link.to,
        label: labelOf(link),
        points: points.map((point) => ({ x: round(point.x), y: round(point.y) })),
        at: { x: round(x), y: round(y) },
      };
    }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
