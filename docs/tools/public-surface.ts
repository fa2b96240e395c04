/** What Keratin exports, read from its declarations: every public name with the names of its parameters and options. */

import { join } from 'node:path';
import ts from 'typescript';

/** A class, a function or a value. */
export interface PublicObject {
  /** Names of positional parameters, and of the properties of options objects. */
  readonly parameters: ReadonlySet<string>;
  /** The doc comment, tags and all. Empty when there is none. */
  readonly comment: string;
}

const root = join(import.meta.dirname, '../..');

/** What each of the arguments is that a rest parameter collects; undefined for any other parameter. */
function itemType(checker: ts.TypeChecker, parameter: ts.Symbol): ts.Type | undefined {
  const declaration = parameter.valueDeclaration;
  if (declaration === undefined || !ts.isParameter(declaration) || !declaration.dotDotDotToken) return undefined;
  return checker.getIndexInfosOfType(checker.getTypeOfSymbol(parameter))[0]?.type;
}

function parametersOf(checker: ts.TypeChecker, symbol: ts.Symbol): Set<string> {
  const names = new Set<string>();
  const type = checker.getTypeOfSymbol(symbol);
  for (const signature of [...type.getConstructSignatures(), ...type.getCallSignatures()]) {
    for (const parameter of signature.getParameters()) {
      names.add(parameter.name);
      const given = itemType(checker, parameter) ?? checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
      for (const part of given.isUnion() ? given.types : [given]) {
        // Options are written as records; classes, arrays and primitive types are values.
        if (
          part.isClass() ||
          checker.isArrayLikeType(part) ||
          !(part.flags & ts.TypeFlags.Object || part.isIntersection())
        )
          continue;
        for (const property of part.getProperties()) names.add(property.name);
      }
    }
  }
  return names;
}

/** The doc comment of a name, or of the function that it is. */
function commentOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const text = (parts: readonly ts.SymbolDisplayPart[] | undefined) => ts.displayPartsToString([...(parts ?? [])]);
  const written = (of: { readonly comment: ts.SymbolDisplayPart[]; readonly tags: ts.JSDocTagInfo[] }) =>
    [text(of.comment), ...of.tags.map((tag) => `@${tag.name} ${text(tag.text)}`)].join('\n').trim();
  const own = written({ comment: symbol.getDocumentationComment(checker), tags: symbol.getJsDocTags(checker) });
  if (own !== '') return own;
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return signature === undefined
    ? ''
    : written({ comment: signature.getDocumentationComment(checker), tags: signature.getJsDocTags() });
}

/** What is in a namespace: a module, or a record of functions. Null for what is no namespace. */
function membersOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly ts.Symbol[] | null {
  if (symbol.flags & ts.SymbolFlags.ValueModule) return checker.getExportsOfModule(symbol);
  if (!(symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property))) return null;
  const type = checker.getTypeOfSymbol(symbol);
  const callable = type.getCallSignatures().length + type.getConstructSignatures().length > 0;
  const isRecord = (type.flags & ts.TypeFlags.Object) !== 0 && !checker.isArrayLikeType(type) && !type.isClass();
  return callable || !isRecord ? null : type.getProperties();
}

/** Whether a name is exported for its type alone: nothing that a program could use as a value. */
const isTypeOnly = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some(
    (declaration) => ts.isExportSpecifier(declaration) && ts.isTypeOnlyExportDeclaration(declaration),
  ) ?? false;

/** All public objects by their path, such as `layers.Dense` and `ops.image.resize`. */
export function readPublicSurface(): Map<string, PublicObject> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([join(root, 'src/index.ts')], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const door = program.getSourceFile(join(root, 'src/index.ts'));
  const module = door && checker.getSymbolAtLocation(door);
  if (!module) throw new Error('src/index.ts exports nothing.');
  const found = new Map<string, PublicObject>();
  const visit = (members: readonly ts.Symbol[], path: string): void => {
    for (const member of members) {
      if (isTypeOnly(member)) continue;
      const symbol = member.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(member) : member;
      const name = `${path}${member.name}`;
      const inside = membersOf(checker, symbol);
      if (inside !== null) visit(inside, `${name}.`);
      else if (symbol.flags & ts.SymbolFlags.Value) {
        found.set(name, { parameters: parametersOf(checker, symbol), comment: commentOf(checker, symbol) });
      }
    }
  };
  visit(checker.getExportsOfModule(module), '');
  return found;
}
