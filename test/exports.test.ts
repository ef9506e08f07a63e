import { join } from 'node:path';
import ts from 'typescript';

const LIB = join(__dirname, '..', 'lib');

const program = ts.createProgram([join(LIB, 'index.ts')], {
  strict: true,
  skipLibCheck: true,
  types: ['node'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
});
const checker = program.getTypeChecker();

function symbolAt(node: ts.Node): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function publicSymbols(): Set<ts.Symbol> {
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(LIB, 'index.ts')) as ts.SourceFile) as ts.Symbol;
  const exported = checker.getExportsOfModule(module);
  return new Set(exported.map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)));
}

/** Nobody outside sees it, or the reference does not show it. */
function isHidden(member: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 || ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal');
}

/** What a program sees of a declaration, with the name to say it by. */
function* visible(node: ts.Declaration, name: string): Generator<readonly [string, ts.Node]> {
  if (!(ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node))) {
    yield* signature(node, name);
    return;
  }
  // What a class implements adds nothing to it.
  const bases = (node.heritageClauses ?? []).filter((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  for (const part of [...bases, ...(node.typeParameters ?? [])]) yield [name, part];
  for (const member of node.members) {
    // Fields of values that makers make stand among the parameters of a private constructor.
    if (ts.isConstructorDeclaration(member))
      for (const field of member.parameters.filter((one) => ts.isParameterPropertyDeclaration(one, member) && !isHidden(one)))
        yield [`${name}.${field.name.getText()}`, field.type ?? field];
    if (!isHidden(member)) yield* signature(member, `${name}.${member.name?.getText() ?? 'constructor'}`);
  }
}

/** The types of a function, a method, a prop or an alias, without what is done in it. */
function* signature(node: ts.Declaration, name: string): Generator<readonly [string, ts.Node]> {
  const { parameters = [], typeParameters = [], type } = node as Partial<ts.SignatureDeclaration>;
  for (const part of [...parameters.map((one) => one.type), ...typeParameters, type]) if (part !== undefined) yield [name, part];
}

/** The types of this library that a type is made of. */
function* named(node: ts.Node): Generator<ts.Symbol> {
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : ts.isTypeQueryNode(node)
        ? node.exprName
        : undefined;
  const symbol = name === undefined ? undefined : symbolAt(name);
  if (symbol?.declarations?.[0]?.getSourceFile().fileName.startsWith(LIB) && !(symbol.flags & (ts.SymbolFlags.TypeParameter | ts.SymbolFlags.EnumMember)))
    yield symbol;
  for (const child of node.getChildren()) yield* named(child);
}

function leaks(symbols: ReadonlySet<ts.Symbol>): string[] {
  const found = new Set<string>();
  for (const symbol of symbols) {
    for (const declaration of symbol.declarations ?? [])
      for (const [where, type] of visible(declaration, symbol.name))
        for (const used of named(type)) if (!symbols.has(used)) found.add(`${used.name} of ${where}`);
  }
  return [...found].sort();
}

test('every type that a public signature names is public too', () => {
  const symbols = publicSymbols();
  expect(symbols.size).toBeGreaterThan(200);
  expect(leaks(symbols)).toEqual([]);
});

test('one that is missing is found', () => {
  const symbols = publicSymbols();
  for (const symbol of symbols) if (symbol.name === 'Route') symbols.delete(symbol);
  expect(leaks(symbols)).toEqual(['Route of ExternalServiceProps.routes', 'Route of NetworkProps.routes', 'Route of PlannedRoute.route']);
});
