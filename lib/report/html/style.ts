import { OutcomeKind } from '../../availability/model/outcome';
import { Markup } from './markup';

const CLASSES: { readonly [kind in OutcomeKind]: string } = {
  [OutcomeKind.UNAFFECTED]: 'ok',
  [OutcomeKind.DEGRADED]: 'part',
  [OutcomeKind.FAILS_OVER]: 'over',
  [OutcomeKind.DOWN_UNTIL_REPAIR]: 'down',
  [OutcomeKind.DOWN_UNTIL_ACTION]: 'act',
  [OutcomeKind.DATA_LOST]: 'lost',
};

/** How an outcome is coloured. Its words say the same. */
export function classOf(kind: OutcomeKind): string {
  return CLASSES[kind];
}

const LIGHT = `--back:#fff;--soft:#f3f5f7;--line:#c9d1d9;--text:#1b1f24;--dim:#4d5761;--link:#0550ae;--node:#fff;--ok:#fff;--part:#fff3c4;--over:#dcebfe;--down:#ffdcc2;--act:#ffc9c9;--lost:#f0d5fb;--gone:#b42318;--moved:#0f5132;--movedback:#d7f3e3`;
const DARK = `--back:#0f1318;--soft:#1a2027;--line:#3a444f;--text:#e8ecf0;--dim:#b0bac4;--link:#8cc1ff;--node:#1f262e;--ok:#0f1318;--part:#4a3d06;--over:#123a63;--down:#5c2f0c;--act:#6b1a1a;--lost:#4d2160;--gone:#ff9a8f;--moved:#b5f0cd;--movedback:#10402a`;

/** How the picture uses the colours. No selector names an ancestor: what a `use` shows has none. */
export const PICTURE_STYLE = `svg{font:13px system-ui,sans-serif;fill:var(--text)}
.c-dim{fill:var(--dim);font-size:11.5px}.c-name{font-weight:600}
.c-site{fill:var(--soft);stroke:var(--line)}.c-node{fill:var(--node);stroke:var(--line)}.c-tag{fill:var(--back);stroke:var(--line)}
.c-link{fill:none;stroke:var(--dim);stroke-width:2}
.c-vote{fill:var(--link)}.c-tie{fill:none;stroke:var(--link);stroke-width:1.5}.c-in,.c-out{font-size:10.5px;font-weight:600}.c-in{fill:var(--back)}
.c-gone{fill:var(--soft);fill-opacity:.4;stroke:var(--gone);stroke-width:2;stroke-dasharray:5 3}.c-stopped{fill:none;stroke:var(--gone);stroke-width:2;stroke-dasharray:2 3}
.c-cross{fill:none;stroke:var(--gone);stroke-width:2}.c-bad{fill:var(--gone);font-weight:700}
.c-moved{fill:var(--movedback);stroke:var(--moved)}.c-to{fill:var(--moved);font-size:11.5px;font-weight:600}`;

/** The colours of both schemes. */
export const SCHEMES = `:root{color-scheme:light dark;${LIGHT}}@media (prefers-color-scheme:dark){:root{${DARK}}}`;

const PAGE = `*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
body>*{max-width:90rem;margin:0 auto;padding:0 1rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-100vw;padding:.5rem 1rem;background:var(--back)}
.skip:focus{left:0;top:0;z-index:9}
h1{font-size:1.75rem;margin:1.25rem 0 .25rem}
h2{font-size:1.4rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1.1rem;margin:1.75rem 0 .5rem}
h4{font-size:1rem;margin:1rem 0 .25rem}
p,ul,ol,dl,figure{margin:.5rem 0}
ul,ol{padding-left:1.4rem}
li{margin:.2rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none}
.dim,figcaption,caption{color:var(--dim)}
.scroll{overflow-x:auto;position:relative;max-width:100%;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9rem}
caption{text-align:left;caption-side:bottom;padding-top:.4rem}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--soft);vertical-align:bottom}
tbody th{font-weight:600;min-width:7rem;max-width:18rem}
td{min-width:4.5rem}
.matrix thead th:first-child,.matrix tbody th{position:sticky;left:0;background:var(--soft);z-index:1;box-shadow:1px 0 var(--line)}
.matrix table{font-size:.8rem;line-height:1.35}
.matrix thead th{min-width:4.2rem;max-width:9rem;padding:.3rem;font-weight:600}
.matrix tbody th{min-width:8.5rem;max-width:13rem;padding:.3rem}
.matrix td{min-width:4.2rem;padding:0;height:1px}
.matrix td a{display:block;min-height:100%;padding:.3rem;color:var(--text);text-decoration:none}
.matrix td a:hover{text-decoration:underline}
.matrix td a:focus-visible{outline-offset:-3px}
.matrix .minutes{padding:.3rem;text-align:right;font-variant-numeric:tabular-nums}
.cards{padding:0;list-style:none}.cards>li{margin:.5rem 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--soft)}.cards p{margin:.2rem 0}
.mark{padding:.05rem .4rem;border:1px solid var(--line);border-radius:.6rem;white-space:nowrap}
.ok{background:var(--ok)}.part{background:var(--part)}.over{background:var(--over)}.down{background:var(--down)}.act{background:var(--act);font-weight:600}.lost{background:var(--lost);font-weight:600}
.numbers{display:flex;flex-wrap:wrap;gap:.75rem;padding:0;list-style:none}
.numbers li{flex:1 1 9rem;padding:.6rem .8rem;border:1px solid var(--line);border-radius:.5rem;background:var(--soft)}
.numbers strong{display:block;font-size:1.5rem;line-height:1.2}
article{border-top:1px solid var(--line);padding-bottom:.5rem}
article:first-of-type{border-top:0}
article h3{margin-top:1rem}
article:target{outline:3px solid var(--link);outline-offset:.4rem;border-radius:.25rem}
pre{overflow-x:auto;max-width:100%;margin:.35rem 0;padding:.6rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:var(--soft);font:.875rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;user-select:all}
figure svg{display:block;max-width:none}
.legend{display:flex;flex-wrap:wrap;gap:.4rem .6rem;padding:0;list-style:none}
dt{font-weight:600}
dd{margin:0 0 .35rem 1rem}
summary{cursor:pointer}
th details{font-weight:400}
details{display:inline-block;vertical-align:top;max-width:100%}
footer{margin-top:3rem;padding-bottom:2rem;color:var(--dim)}
@media (max-width:40rem){body{font-size:15px}.matrix thead th:first-child,.matrix tbody th{max-width:8.5rem;min-width:6rem;font-size:.8rem}td,th{padding:.25rem .35rem}}
@media print{:root{color-scheme:light;${LIGHT}}body{font-size:10pt}nav,.skip,.back{display:none}.scroll,pre{overflow:visible}pre{white-space:pre-wrap}table{font-size:7.5pt}thead{display:table-header-group}tr,figure,li{break-inside:avoid}h2,h3,h4{break-after:avoid}figure svg{max-width:100%;height:auto}details::details-content{content-visibility:visible;block-size:auto}*{print-color-adjust:exact}}`;

export const STYLE = new Markup(`${SCHEMES}
${PICTURE_STYLE}
${PAGE}`);
