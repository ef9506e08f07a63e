import type { ReportFailure } from '../failures';
import type { Report } from '../report';
import { failureInWords } from '../words';
import { suffix } from './anchors';
import { type Layout, layoutOf, type PlacedBox, type PlacedSite, type Point } from './layout';
import { html, Markup, NOTHING, type Part } from './markup';
import { overlay, touches } from './overlay';
import { PICTURE_STYLE, SCHEMES } from './style';
import { type Electorate, electorateInWords, electorates, votesInWords } from './votes';

/** Of the legend below the picture, in pixels. */
const LINE = { height: 19, perCharacter: 6.9 };
/** More electorates than these have no letter. */
const LETTERS = 'ABCDEFGH';
/** Characters that fit into a box. */
const FITS = { title: 19, detail: 25, site: 40 };
const BADGE = { radius: 7.5, apart: 19 };

/** What an SVG says beside its shapes. */
interface Said {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly legend: readonly string[];
}

/** The cluster, drawn once. Each failure shows the same drawing, and what it changes. */
export class Drawing {
  /** Who votes, each with its letter. */
  readonly legend: readonly string[];
  private readonly layout: Layout;
  private readonly votes: readonly (readonly [letter: string, group: Electorate])[];

  constructor(private readonly report: Report) {
    this.layout = layoutOf(report);
    this.votes = electorates(report.votes).flatMap((group, index) => (LETTERS[index] === undefined ? [] : [[LETTERS[index], group] as const]));
    this.legend = this.votes.map(([letter, group]) => `${letter}: ${electorateInWords(group, report)}`);
  }

  /** The whole cluster, as part of the page. */
  whole(): Markup {
    return figure(svg(this.layout, { ...this.said('The cluster'), legend: [] }, html`<g id="drawing">${this.shapes()}</g>`), 'The cluster');
  }

  /** The whole cluster, as a file. */
  file(): string {
    const style = new Markup(`<style>${SCHEMES}${PICTURE_STYLE}svg{background:var(--back)}</style>`);
    return `${svg(this.layout, this.said(`The cluster ${this.report.cluster}`), [style, this.shapes()], html` xmlns="http://www.w3.org/2000/svg"`).text}\n`;
  }

  /** What a failure does to the cluster. Nothing if it touches no node and no link. */
  after(failure: ReportFailure): Markup {
    if (!touches(failure)) return NOTHING;
    const legend = this.votes.flatMap(([letter, group]) => {
      const words = votesInWords(group, failure, this.report);
      return words === undefined ? [] : [`${letter}: ${words}`];
    });
    const title = `The cluster: ${failureInWords(failure)}`;
    const description = 'What is going on below says the same in words.';
    return figure(
      svg(this.layout, { id: suffix(failure.id), title, description, legend }, [html`<use href="#drawing"/>`, overlay(failure, this.layout)]),
      title,
    );
  }

  private said(title: string): Said {
    const sites = this.layout.sites.map(({ name, boxes }) => `Site ${name}: ${boxes.map((box) => `${box.title} (${box.detail})`).join('; ')}.`);
    const links = this.layout.links.map(({ from, to, label }) => `Link ${from} to ${to}: ${label}.`);
    return { id: 'cluster', title, description: [...sites, ...links].join(' '), legend: this.legend };
  }

  private shapes(): Part {
    const { sites, links } = this.layout;
    return [
      links.map(
        ({ points }) => html`<path class="c-link" d="${points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}"/>
`,
      ),
      links.map(({ label, at }) => labelAt(at, label)),
      sites.map((site) => this.site(site)),
    ];
  }

  private site({ name, x, y, width, height, boxes }: PlacedSite): Markup {
    return html`<rect class="c-site" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><text class="c-name" x="${x + 14}" y="${y + 21}">${short(name, FITS.site)}</text>
${boxes.map((box) => this.box(box))}`;
  }

  private box({ title, detail, names, x, y, width, height }: PlacedBox): Markup {
    return html`<rect class="c-node" x="${x}" y="${y}" width="${width}" height="${height}" rx="5"/><text class="c-name" x="${x + 9}" y="${y + 18}">${short(title, FITS.title)}</text><text class="c-dim" x="${x + 9}" y="${y + 33}">${short(detail, FITS.detail)}</text>${this.badges(names, { x: x + 16, y: y + 46 })}
`;
  }

  /** A disk votes and may hold a copy; a ring only breaks ties. */
  private badges(names: readonly string[], { x, y }: Point): Part {
    const has = (some: readonly string[] = []) => names.some((name) => some.includes(name));
    return this.votes
      .filter(([, { nodes, tiebreakers }]) => has(nodes) || has(tiebreakers))
      .map(([letter, { nodes }], index) => {
        const at = x + index * BADGE.apart;
        return html`<circle class="${has(nodes) ? 'c-vote' : 'c-tie'}" cx="${at}" cy="${y}" r="${BADGE.radius}"/><text class="${has(nodes) ? 'c-in' : 'c-out'}" x="${at}" y="${y + 3.7}" text-anchor="middle">${letter}</text>`;
      });
  }
}

function svg({ width, height }: Layout, { id, title, description, legend }: Said, inside: Part, attributes: Markup = NOTHING): Markup {
  const wide = Math.ceil(Math.max(width, ...legend.map((text) => text.length * LINE.perCharacter + 20)));
  const high = height + (legend.length === 0 ? 0 : legend.length * LINE.height + 12);
  return html`<svg${attributes} role="img" aria-labelledby="title-${id} desc-${id}" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}"><title id="title-${id}">${title}</title><desc id="desc-${id}">${description}</desc>
${inside}${legend.map(
  (text, index) => html`<text x="10" y="${height + 16 + index * LINE.height}">${text}</text>
`,
)}</svg>`;
}

function labelAt({ x, y }: Point, label: string): Markup {
  const width = label.length * 7.5 + 12;
  return html`<rect class="c-tag" x="${x - width / 2}" y="${y - 10}" width="${width}" height="20" rx="10"/><text x="${x}" y="${y + 4.5}" text-anchor="middle">${label}</text>
`;
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function figure(drawing: Markup, label: string): Markup {
  return html`<figure><div class="scroll" role="group" aria-label="${label}" tabindex="0">${drawing}</div></figure>
`;
}
