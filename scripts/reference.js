// Writes docs/reference/ from the sources: every name of lib/index.ts, with its comment, on the page of its folder or file.
// With --check it writes nothing, and fails where the pages are not what it would write.
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const root = path.join(__dirname, '..');
const target = path.join(root, 'docs', 'reference');

/** A name stands on the first page that has its source file, in the order of the files here. A folder stands for its files. */
const PAGES = [
  {
    file: 'network.md',
    title: 'Network',
    about: 'How an app is reached. With examples: [How an app is reached](../network.md).',
    sources: [
      'availability/ask/network/network',
      'availability/ask/network/port',
      'availability/ask/network/service',
      'availability/ask/network/route',
      'availability/ask/network/route-changes',
      'cluster/gateway',
      'systems/gateway-api/',
      'availability/ask/network/client',
      'cluster/protocol',
      'availability/ask/network/destination',
      'availability/ask/network/metrics',
      'network/',
      'availability/network/external',
    ],
  },
  {
    file: 'security.md',
    title: 'Security',
    about: 'What an app may do to its node, and with the Kubernetes API. With examples: [The pod](../pods.md#security).',
    sources: ['availability/ask/container/security', 'availability/ask/access'],
  },
  {
    file: 'storage.md',
    title: 'Storage',
    about:
      'Volumes of an app, and where a cluster has them from. With examples: [Volumes and mounts](../pods.md#volumes-and-mounts), [Storage with DRBD](../storage.md).',
    sources: [
      'availability/ask/volume/volume',
      'availability/ask/volume/volume-options',
      'availability/ask/volume/data-source',
      'availability/ask/container/mount',
      'delivery/config-files',
      'cluster/storage',
      'systems/linstor/',
    ],
  },
  {
    file: 'pod.md',
    title: 'The pod',
    about: 'The containers of an app: image, variables, resources, health. With examples: [The pod](../pods.md).',
    sources: [
      'availability/ask/reference/image',
      ...['env', 'resources', 'device-claim', 'health'].map((name) => `availability/ask/container/${name}`),
      'availability/ask/pod',
    ],
    names: ['InitContainer', 'Sidecar', 'SidecarHealthProps'],
  },
  {
    file: 'apps.md',
    title: 'Apps',
    about:
      'The classes, jobs and agents as constructs, and what an app says of itself. With examples: [The classes](../classes.md), [Several workloads, jobs, agents](../workloads.md).',
    sources: ['apps/', 'devices/', 'availability/ask/app', 'availability/ask/workload', 'availability/ask/'],
  },
  {
    file: 'cluster-facts.md',
    title: 'Cluster facts',
    about: 'The cluster as its owner describes it. With examples: [Describing a cluster](../cluster-facts.md).',
    sources: [
      'cluster/cluster',
      'cluster/node',
      'cluster/site',
      'cluster/control-plane',
      'cluster/policy',
      'cluster/cluster-dns',
      'cluster/failure-rate',
      'cluster/taken-ports',
    ],
  },
  {
    file: 'monitoring.md',
    title: 'Monitoring',
    about: 'What watches the cluster, and whom its alerts go to. With examples: [Monitoring](../monitoring.md).',
    sources: ['monitoring/'],
  },
  {
    file: 'catalogue.md',
    title: 'Catalogue',
    about: 'Ready-made apps: each function returns the props of a class. With examples: [Getting started](../getting-started.md).',
    sources: ['catalog/'],
  },
  {
    file: 'program.md',
    title: 'The program',
    about: 'What is around the apps: units, the app and its clusters, delivery, findings, and the decisions as data.',
    sources: [
      'cluster/units',
      'delivery/',
      'systems/flux/',
      'kubernetes/charts/',
      'changes/',
      'cluster/finding',
      'cluster/finding-codes.generated',
      'availability/',
      'kubernetes/',
      'failures/',
      'report/',
      'cluster/system',
      'alerts/',
    ],
  },
];

const program = ts.createProgram([path.join(root, 'lib', 'index.ts')], {
  strict: true,
  skipLibCheck: true,
  types: ['node'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
});
const checker = program.getTypeChecker();

/** Every public name: its symbol, what it is declared as, and the page it stands on. */
const entries = new Map();
const index = program.getSourceFile(path.join(root, 'lib', 'index.ts'));
for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(index))) {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const node = symbol.declarations[0];
  const source = path.relative(path.join(root, 'lib'), node.getSourceFile().fileName).replace(/\.ts$/, '');
  const holds = (one) => (one.endsWith('/') ? source.startsWith(one) : source === one);
  const rank = ({ sources }) => sources.findIndex(holds);
  const page = PAGES.find(({ names }) => names?.includes(exported.name)) ?? PAGES.find((one) => rank(one) >= 0);
  if (page === undefined) throw new Error(`${exported.name} of ${source} has no page`);
  entries.set(symbol, { name: exported.name, node, page, source, rank: rank(page) < 0 ? page.sources.length : rank(page) });
}

/** The page that is being written: links within it have no file. */
let current;

function linkTo({ name, page }) {
  return `[${name}](${page === current ? '' : page.file}#${name.toLowerCase()})`;
}

/** The comment above a declaration: its text, and those of its tags. What names its source is for whoever reads that. */
function commentOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const tags = (doc?.tags ?? []).map((tag) => ({ tag: tag.tagName.text, name: tag.name?.getText(), text: clean(ts.getTextOfJSDocComment(tag.comment)) }));
  const text = clean(ts.getTextOfJSDocComment(doc?.comment));
  const paragraphs = text.split('\n\n').filter((part) => !part.startsWith('Source'));
  return { paragraphs: paragraphs.filter((part) => part !== ''), tags };
}

function clean(text) {
  return (text ?? '').trim();
}

/** As one line of a table. */
function cell(text) {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
}

/** A type as a person says it, with a link where it has a section. */
function typeText(type) {
  if (type === undefined) return '';
  if (ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.ReadonlyKeyword) return typeText(type.type);
  if (ts.isArrayTypeNode(type)) return `list of ${typeText(type.elementType)}`;
  if (ts.isTypeLiteralNode(type) && isRecord(type)) return recordText(type);
  if (ts.isTypeReferenceNode(type)) {
    const entry = entryAt(type.typeName);
    if (entry !== undefined && type.typeArguments === undefined) return linkTo(entry);
  }
  return `\`${type.getText()}\``;
}

function isRecord({ members }) {
  return members.length === 1 && ts.isIndexSignatureDeclaration(members[0]);
}

function recordText({ members: [member] }) {
  return `${typeText(member.type)} by ${member.parameters[0].name.getText()}`;
}

/** The public name that an identifier of the sources stands for. */
function entryAt(node) {
  return entries.get(symbolAt(node));
}

function symbolAt(node) {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** What stands for `@default`: words as they are, values as code. */
function defaultText(tags, optional) {
  const text = tags.find(({ tag }) => tag === 'default')?.text;
  if (text === undefined) return optional ? '' : '**required**';
  return text.startsWith('- ') ? text.slice(2) : `\`${text}\``;
}

function table(head, rows) {
  if (rows.length === 0) return [];
  return [[`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n')];
}

/** The members of an interface, and what it takes from others: a sentence for those with a section, their members for the rest. */
function membersOf(node) {
  const inherited = (node.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .map((type) => {
      const omitted = type.expression.getText() === 'Omit' ? type.typeArguments : undefined;
      const base = omitted === undefined ? type.expression : omitted[0].typeName;
      const without = omitted === undefined ? [] : checker.getTypeFromTypeNode(omitted[1]);
      const names = (without.types ?? [without].flat()).map(({ value }) => value);
      const entry = entryAt(base);
      if (entry !== undefined)
        return { said: [linkTo(entry) + (names.length === 0 ? '' : ` without ${names.map((one) => `\`${one}\``).join(', ')}`)], own: [] };
      return membersOf(symbolAt(base).declarations[0]);
    });
  return { said: inherited.flatMap(({ said }) => said), own: [...node.members, ...inherited.flatMap(({ own }) => own)] };
}

function ofInterface(node) {
  if (isRecord(node)) return [recordText(node)];
  const { said, own } = membersOf(node);
  const rows = own
    .filter((member) => !isInternal(member))
    .map((member) => {
      const { paragraphs, tags } = commentOf(member);
      return [`\`${member.name.getText()}\``, typeText(member.type), defaultText(tags, member.questionToken !== undefined), paragraphs.join(' ')];
    });
  const all = said.length === 0 ? [] : [`${rows.length === 0 ? 'All' : 'Also all'} of ${said.join(', and of ')}.`];
  return [...all, ...table(['prop', 'type', 'default', 'what'], rows)];
}

/** For the library itself, in whatever file of it. */
function isInternal(member) {
  return ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal');
}

function signature(node) {
  const parameters = node.parameters.map((one) => {
    const rest = one.dotDotDotToken === undefined ? '' : '…';
    return `${rest}${one.name.getText()}${one.questionToken !== undefined || one.initializer !== undefined ? '?' : ''}`;
  });
  return `(${parameters.join(', ')})`;
}

/** What a call is for, with what is said of its parameters, and links to the types of those that have a section. */
function callText(node) {
  const { paragraphs, tags } = commentOf(node);
  const types = node.parameters.flatMap(({ name, type }) => {
    const text = typeText(type);
    return text.includes('](') ? [`\`${name.getText()}\`: ${text}.`] : [];
  });
  const initial = node.parameters.flatMap(({ name, initializer }) =>
    initializer === undefined || initializer.getText() === '{}' ? [] : [`\`${name.getText()}\`: by default \`${initializer.getText()}\`.`],
  );
  // A default stands behind the parameter that it is of.
  const parameters = tags.flatMap(({ tag, name, text }, at) => {
    const fallback = tags[at + 1]?.tag === 'default' ? `by default ${tags[at + 1].text.replace(/^- /, '')}` : '';
    const said = [text, fallback].filter((part) => part !== '').join('; ');
    return tag === 'param' && said !== '' ? [`\`${name}\`: ${said}.`] : [];
  });
  const thrown = tags.filter(({ tag }) => tag === 'throws').map(({ text }) => `Throws ${text}.`);
  return [...paragraphs, ...parameters, ...types, ...initial, ...thrown].filter((part) => part !== '').join(' ');
}

function ofClass(node, name) {
  const flagged = (member, flag) => (ts.getCombinedModifierFlags(member) & flag) !== 0;
  const open = node.members.filter((member) => !flagged(member, ts.ModifierFlags.Private | ts.ModifierFlags.Protected) && !isInternal(member));
  const documented = (member) => commentOf(member).paragraphs.length > 0;
  const makers = open.filter((member) => ts.isMethodDeclaration(member) && flagged(member, ts.ModifierFlags.Static));
  const rest = open.filter((member) => !makers.includes(member) && documented(member));
  const made = open.find(ts.isConstructorDeclaration);
  const props = made?.parameters.map(({ type }) => typeText(type)).filter((text) => text.includes('](')) ?? [];
  const news = made === undefined ? [] : [`\`new ${name}${signature(made)}\`${props.length === 0 ? '' : `, with ${props.join(', ')}`}`];
  return [
    ...news,
    ...table(
      ['made by', 'what'],
      makers.map((one) => [`\`${name}.${one.name.getText()}${signature(one)}\``, callText(one)]),
    ),
    ...table(
      ['of it', 'what'],
      rest.map((one) => [
        `\`.${one.name.getText()}${ts.isMethodDeclaration(one) ? signature(one) : ''}\``,
        ts.isMethodDeclaration(one) ? callText(one) : commentOf(one).paragraphs.join(' '),
      ]),
    ),
  ];
}

function ofEnum(node, name) {
  const rows = node.members.map((one) => [
    `\`${name}.${one.name.getText()}\``,
    `\`${one.initializer.getText().replaceAll("'", '')}\``,
    commentOf(one).paragraphs.join(' '),
  ]);
  return table(['value', 'written as', 'what'], rows);
}

function bodyOf({ node, name }) {
  if (ts.isInterfaceDeclaration(node)) return ofInterface(node);
  if (ts.isClassDeclaration(node)) return ofClass(node, name);
  if (ts.isEnumDeclaration(node)) return ofEnum(node, name);
  if (ts.isFunctionDeclaration(node)) {
    const types = [...node.parameters, node].map(({ type }) => typeText(type));
    return [`\`${name}${signature(node)}\`: ${types.slice(0, -1).join(', ')} → ${types.at(-1)}`];
  }
  if (ts.isTypeAliasDeclaration(node)) return [`One of: ${ts.isUnionTypeNode(node.type) ? node.type.types.map(typeText).join(', ') : typeText(node.type)}`];
  if (ts.isVariableDeclaration(node)) return [`\`${node.initializer.getText()}\``];
  throw new Error(`Nobody knows how to describe ${name}`);
}

function render(page) {
  current = page;
  const own = [...entries.values()].filter((entry) => entry.page === page);
  const position = ({ rank, source, node }) => [rank, source, node.pos];
  own.sort((one, other) => {
    const [a, b] = [position(one), position(other)];
    return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] - b[2]);
  });
  const comment = ({ node }) => commentOf(ts.isVariableDeclaration(node) ? node.parent.parent : node).paragraphs;
  const sections = own.map((entry) => [`## ${entry.name}`, ...comment(entry), ...bodyOf(entry)].join('\n\n'));
  return [
    `# Reference: ${page.title.toLowerCase()}`,
    'Made from the sources by `npm run reference`: change the comments there, not this page.',
    page.about,
    own.map(linkTo).join(' · '),
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}

const pages = new Map(PAGES.map((page) => [page.file, render(page)]));
if (process.argv.includes('--check')) {
  const there = fs.existsSync(target) ? fs.readdirSync(target) : [];
  const stale = [...new Set([...pages.keys(), ...there])].filter(
    (file) => !there.includes(file) || fs.readFileSync(path.join(target, file), 'utf8') !== pages.get(file),
  );
  if (stale.length > 0) {
    console.log(`Not what the sources say: ${stale.map((file) => `docs/reference/${file}`).join(', ')}. Run npm run reference, and commit.`);
    process.exitCode = 1;
  }
} else {
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target);
  for (const [file, text] of pages) fs.writeFileSync(path.join(target, file), text);
}
