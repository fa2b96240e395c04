import { camelCase } from '../../src/support/case.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import signatures from './keras-signatures.json' with { type: 'json' };
import { isTensorJson, toTensor } from './tensor-json.ts';

const isObject = (x: unknown): x is { readonly [key: string]: unknown } =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** A Python value as the library takes it. Keys of dicts keep their spelling. */
export function decode(value: unknown, functions: Readonly<Record<string, unknown>> = {}): unknown {
  if (Array.isArray(value)) return value.map((item) => decode(item, functions));
  if (isTensorJson(value)) return toTensor(value);
  if (!isObject(value)) return value;
  if ('__float__' in value) return Number(value.__float__);
  if ('__ellipsis__' in value) return 'ellipsis';
  if (Array.isArray(value.__slice__)) {
    const [start, stop, step] = value.__slice__;
    return { start, stop, step };
  }
  if (typeof value.__fn__ === 'string') return functions[value.__fn__];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item, functions)]));
}

/** What stands at a dotted Python name in a namespace: `image.resize` -> `ops.image.resize`. */
function lookUp(namespace: object, name: string): unknown {
  let found: unknown = namespace;
  for (const part of name.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, camelCase(part));
  }
  return found;
}

export const hasFunction = (namespace: object, name: string): boolean => typeof lookUp(namespace, name) === 'function';

interface Parameter {
  readonly name: string;
  readonly kind: 'required' | 'optional' | 'positionals' | 'keywords';
}

/** Splits at commas that are not inside brackets or quotes. */
function splitParameters(signature: string): string[] {
  const parts: string[] = [];
  let [depth, quoted, part] = [0, false, ''];
  for (const letter of signature) {
    if (letter === "'") quoted = !quoted;
    if (!quoted && '([{'.includes(letter)) depth++;
    if (!quoted && ')]}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0 && !quoted) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part].map((text) => text.trim()).filter((text) => text !== '' && text !== '*');
}

function parseParameter(text: string): Parameter {
  const [name = text] = text.split(/[:=]/, 1);
  if (name.startsWith('**')) return { name: name.slice(2), kind: 'keywords' };
  if (name.startsWith('*')) return { name: name.slice(1), kind: 'positionals' };
  return { name, kind: text.includes('=') ? 'optional' : 'required' };
}

const known: Readonly<Record<string, string>> = signatures;

/** Functions with one parameter are not in the table. */
const parametersOf = (qualified: string): Parameter[] => splitParameters(known[qualified] ?? 'x').map(parseParameter);

/**
 * The arguments of a Python call as the library's rule has them: parameters without a default by position, all others
 * in one object of options, in camel case.
 */
export function bindArguments(
  qualified: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown[] {
  const positional: unknown[] = [];
  const options: Record<string, unknown> = {};
  const rest = [...args];
  const named = new Map(Object.entries(kwargs));
  for (const { name, kind } of parametersOf(qualified)) {
    if (kind === 'positionals') positional.push(...rest.splice(0));
    else if (kind === 'keywords') {
      for (const [key, value] of named) options[camelCase(key)] = value;
      named.clear();
    } else if (rest.length > 0 || named.has(name)) {
      const value = rest.length > 0 ? rest.shift() : named.get(name);
      named.delete(name);
      if (kind === 'required') positional.push(value);
      else options[camelCase(name)] = value;
    } else if (kind === 'required') throw new Error(`${qualified} needs ${name}.`);
  }
  if (rest.length > 0 || named.size > 0)
    throw new Error(`${qualified} takes no ${[...rest, ...named.keys()].join(', ')}.`);
  return Object.keys(options).length === 0 ? positional : [...positional, options];
}

/** Calls a function of a namespace (`ops`, `activations`, ...) as Python calls it. */
export function callPython(
  space: string,
  namespace: object,
  name: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown {
  const found = lookUp(namespace, name);
  if (typeof found !== 'function') throw new Error(`There is no ${space}.${name}.`);
  return Reflect.apply(found, undefined, bindArguments(`${space}.${name}`, args, kwargs));
}

/** All tensors in nested lists and records, depth first. */
export function tensorLeaves(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tensorLeaves);
}
