// Writes lib/**/shapes.generated.ts from the types: what the props of every public construct and catalogue app look like, for
// programs that nobody compiles. With --check it writes nothing, and fails where the files are not what it would write.
//
// What a type cannot say stands as a tag in its comment:
//   @missedElsewhere  of a prop: a rule with a code of its own says that it is missing
//   @range 0 65535 whole  of a prop: the least, the most (without it: finite), and whether it is a whole number
//   @inline           of a prop or field: paths of findings do not name it
//   @chosen           of a field: its maker gives one of the keys, which then must have a value
//   @derived          of a field: it follows from others, which are checked themselves
//   @hint             of a static maker: how to write the class, in place of the first maker that takes something
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const root = path.join(__dirname, '..');
const NAME = 'shapes.generated.ts';
/** What the shapes are made with. */
const RUNTIME = 'lib/cluster/shape';

const config = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root);
const program = ts.createProgram([path.join(root, 'lib', 'index.ts')], config.options);
const checker = program.getTypeChecker();

/** The lines of each file, and what it imports: names by module. */
const files = new Map();
/** The constant of each type, and the file that it is in. */
const shapes = new Map();

function fileOf(folder) {
  if (!files.has(folder)) files.set(folder, { lines: [], imports: new Map() });
  return files.get(folder);
}

/** Paths are relative to the root, without extension. */
function use(folder, module, name) {
  const { imports } = fileOf(folder);
  imports.set(module, (imports.get(module) ?? new Set()).add(name));
  return name;
}

function sourceOf(symbol) {
  return path.relative(root, symbol.declarations[0].getSourceFile().fileName).replace(/\.ts$/, '');
}

/** `lib/cluster`, `lib/availability/ask`, `lib/systems/linstor`: what the import rules speak of. */
function folderOf(symbol) {
  const source = sourceOf(symbol);
  return source.startsWith('lib/') ? path.posix.dirname(source) : undefined;
}

/** `NodeProps` is NODE_PROPS. */
function constantOf(name) {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

function has(symbol, tag) {
  return symbol.getJsDocTags(checker).some(({ name }) => name === tag);
}

/** `extends WorkloadProps, Omit<Other, 'a' | 'b'>`: the shapes that an interface builds on. Undefined: it builds on something else. */
function basesOf(symbol, folder) {
  const clauses = symbol.declarations.flatMap(({ heritageClauses = [] }) => heritageClauses.flatMap(({ types }) => types));
  const bases = clauses.map((clause) => {
    const type = checker.getTypeAtLocation(clause);
    const isOmit = type.aliasSymbol?.name === 'Omit';
    const [base, keys] = isOmit ? type.aliasTypeArguments : [type];
    if (!(base.symbol?.flags & ts.SymbolFlags.Interface) || folderOf(base.symbol) === undefined) return undefined;
    const omitted = (keys?.types ?? (keys === undefined ? [] : [keys])).map(({ value }) => `'${value}'`).sort();
    return isOmit ? `${use(folder, RUNTIME, 'without')}(${[shapeOf(base, folder), ...omitted].join(', ')})` : shapeOf(base, folder);
  });
  return bases.includes(undefined) ? undefined : bases;
}

/** The props of a type, those that it takes from others first. */
function propsOf(type) {
  const inherited = type.isClassOrInterface() ? checker.getBaseTypes(type).flatMap(propsOf) : [];
  return [...new Map([...inherited, ...checker.getPropertiesOfType(type)].map((prop) => [prop.name, prop])).values()];
}

function isData(field) {
  const [declaration] = field.declarations;
  if (!ts.isPropertyDeclaration(declaration) && !ts.isParameter(declaration)) return false;
  return !(ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) && !has(field, 'derived');
}

function fieldsOf(props, folder, at) {
  const with_ = (name, given) => `${use(folder, RUNTIME, name)}(${given})`;
  return props.map((prop) => {
    const type = checker.getTypeOfSymbol(prop);
    const given = type.flags & ts.TypeFlags.Unknown ? type : checker.getNonNullableType(type);
    const optional = prop.flags & ts.SymbolFlags.Optional || type.flags & ts.TypeFlags.Unknown || given !== type;
    const bare = shapeOf(given, folder, `${at}.${prop.name}`, has(prop, 'chosen') ? 'chosen' : 'record');
    const range = prop.getJsDocTags(checker).find(({ name }) => name === 'range');
    const ranged = range === undefined ? bare : with_('within', rangeOf(bare, range.text.map((part) => part.text).join('')));
    const placed = has(prop, 'inline') ? with_('inline', ranged) : ranged;
    const whole = has(prop, 'missedElsewhere') ? with_('missedElsewhere', placed) : optional ? with_('optional', placed) : placed;
    const key = /^\w+$/.test(prop.name) ? prop.name : `'${prop.name}'`;
    return whole === key ? `${key},` : `${key}: ${whole},`;
  });
}

/** `0 65535 whole` */
function rangeOf(bare, text) {
  const [least, most, whole] = text.trim().split(/\s+/);
  return [bare, least, most ?? 'undefined', ...(whole === undefined ? [] : ['true'])].join(', ');
}

/** So much of a line is left for what stands around an object. */
const SHORT = 100;

/** An expression for the fields of an object: on one line if they are short, otherwise on a line each. */
function literal(fields) {
  if (fields.length === 0) return '{}';
  const one = `{ ${fields.join(' ').replace(/,$/, '')} }`;
  return one.length <= SHORT && !one.includes('\n') ? one : `{\n${fields.join('\n').replace(/^/gm, '  ')}\n}`;
}

/** An expression for a type, in a folder. */
function shapeOf(type, folder, at, kind = 'record') {
  const call = (name, given) => `${use(folder, RUNTIME, name)}(${given})`;
  const symbol = type.aliasSymbol ?? type.symbol;
  // One of many texts is any text: a rule with a code of its own says which there are.
  if (type.isUnion() && !(type.flags & ts.TypeFlags.EnumLike) && type.types.every((one) => one.isStringLiteral())) return use(folder, RUNTIME, 'text');
  if (type.flags & ts.TypeFlags.String) return use(folder, RUNTIME, 'text');
  if (type.flags & ts.TypeFlags.Number) return use(folder, RUNTIME, 'number');
  if (type.flags & ts.TypeFlags.Boolean) return use(folder, RUNTIME, 'flag');
  if (type.flags & ts.TypeFlags.Unknown) return use(folder, RUNTIME, 'anything');
  if (checker.isArrayType(type)) return call('list', shapeOf(checker.getTypeArguments(type)[0], folder, at));
  if (symbol?.name === 'IConstruct') return use(folder, RUNTIME, 'construct');
  if (symbol?.name === 'Uint8Array') return use(folder, RUNTIME, 'bytes');
  const values = type.flags & ts.TypeFlags.Object && checker.getPropertiesOfType(type).length === 0 ? type.getStringIndexType() : undefined;
  if (values !== undefined) return call('mapOf', shapeOf(values, folder, at));
  if (symbol !== undefined && folderOf(symbol) !== undefined && symbol.flags & (ts.SymbolFlags.Enum | ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
    const own = named(type, symbol);
    return own.folder === folder ? own.constant : use(folder, `${own.folder}/${NAME.replace(/\.ts$/, '')}`, own.constant);
  }
  if (type.flags & ts.TypeFlags.Object && type.getCallSignatures().length === 0) return call(kind, literal(fieldsOf(propsOf(type), folder, at)));
  throw new Error(`${at}: no shape is known for ${checker.typeToString(type)}`);
}

/** The constant of an enum, a class or an interface; it is written where nobody has asked for it yet. */
function named(type, symbol) {
  const known = shapes.get(symbol);
  if (known === null) throw new Error(`${symbol.name} holds itself: no shape is known for that`);
  if (known !== undefined) return known;
  shapes.set(symbol, null);
  const own = { folder: folderOf(symbol), constant: constantOf(symbol.name) };
  const { lines } = fileOf(own.folder);
  const expression = expressionOf(type, symbol, own.folder);
  lines.push(`export const ${own.constant} = ${expression};`);
  shapes.set(symbol, own);
  return own;
}

function expressionOf(type, symbol, folder) {
  const { name } = symbol;
  const call = (maker, ...given) => `${use(folder, RUNTIME, maker)}(${given.join(', ')})`;
  if (symbol.flags & ts.SymbolFlags.Enum) return call('oneOf', `'${name}'`, use(folder, sourceOf(symbol), name));
  if (symbol.flags & ts.SymbolFlags.Interface) {
    const bases = basesOf(symbol, folder) ?? [];
    if (bases.length === 0) return call('record', literal(fieldsOf(propsOf(type), folder, name)));
    const own = fieldsOf(
      propsOf(type).filter((prop) => prop.parent === symbol),
      folder,
      name,
    );
    if (own.length === 0 && bases.length === 1) return bases[0];
    return call('record', literal([...bases.map((base) => `...${base}.fields,`), ...own]));
  }
  return call('instance', `'${name}'`, `'${hintOf(type, symbol)}'`, literal(fieldsOf(propsOf(type).filter(isData), folder, name)));
}

/** `Size.gib(…)` */
function hintOf(type, symbol) {
  const makers = checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)).filter((one) => {
    const [signature] = checker.getTypeOfSymbol(one).getCallSignatures();
    return signature?.getReturnType() === type;
  });
  const takes = (one) => checker.getTypeOfSymbol(one).getCallSignatures()[0].parameters.length > 0;
  const maker = makers.find((one) => has(one, 'hint')) ?? makers.find(takes) ?? makers[0];
  return `${symbol.name}.${maker.name}(${takes(maker) ? '…' : ''})`;
}

/** What people hand to constructors and functions of the library: parameters that are called props or options. */
function entrances() {
  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path.join(root, 'lib', 'index.ts')))).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))) return [];
    const type = checker.getTypeOfSymbol(symbol);
    return [...type.getConstructSignatures(), ...type.getCallSignatures()]
      .flatMap(({ parameters }) => parameters)
      .filter(({ name, declarations: [declaration] }) => (name === 'props' || name === 'options') && !isPrivate(declaration.parent))
      .map((parameter) => ({ type: checker.getNonNullableType(checker.getTypeOfSymbol(parameter)), at: symbol.name }));
  });
}

function isPrivate(declaration) {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
}

function moduleFrom(folder, module) {
  const relative = path.posix.relative(folder, module);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function textOf(folder, { lines, imports }) {
  const all = [...imports].map(([module, names]) => {
    const sorted = [...names].sort();
    const one = `import { ${sorted.join(', ')} } from '${moduleFrom(folder, module)}';`;
    return one.length <= 160 ? one : `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${moduleFrom(folder, module)}';`;
  });
  return `// Made from the types by \`npm run shapes\`: change those, not this file.\n${all.sort().join('\n')}\n\n${lines.join('\n\n')}\n`;
}

for (const { type, at } of entrances()) shapeOf(type, folderOf(type.symbol), at);
const made = new Map([...files].map(([folder, file]) => [path.join(folder, NAME), textOf(folder, file)]));
const there = fs.readdirSync(path.join(root, 'lib'), { recursive: true }).filter((file) => path.basename(file) === NAME);
const stale = [...new Set([...made.keys(), ...there.map((file) => path.join('lib', file))])].filter((file) => {
  const before = fs.existsSync(path.join(root, file)) ? fs.readFileSync(path.join(root, file), 'utf8') : undefined;
  return before !== made.get(file);
});
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.log(`Not what the types say: ${stale.sort().join(', ')}. Run npm run shapes, and commit.`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) {
    if (made.has(file)) fs.writeFileSync(path.join(root, file), made.get(file));
    else fs.rmSync(path.join(root, file));
  }
}
