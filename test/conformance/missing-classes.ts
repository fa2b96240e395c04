import { classesIn } from '../../src/support/registry.ts';

const isObject = (x: unknown): x is { readonly [key: string]: unknown } =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** Envelopes that stand for values other than objects of registered classes. */
const VALUES = new Set([
  'DTypePolicy',
  '__keras_tensor__',
  '__tensor__',
  '__numpy__',
  '__tuple__',
  'function',
  '__lambda__',
]);

const MODULE_ALIASES: Readonly<Record<string, string>> = {
  'keras.src.models.functional': 'keras',
  'keras.models': 'keras',
};

const isKnown = (module: string, name: string): boolean => {
  const home = MODULE_ALIASES[module] ?? module;
  return classesIn(home).has(name) || classesIn(module).has(name);
};

/** Names of the classes in a serialized object, at any depth, that the registry does not know. */
export function missingClasses(serialized: unknown): string[] {
  if (Array.isArray(serialized)) return serialized.flatMap(missingClasses);
  if (!isObject(serialized)) return [];
  const inner = Object.values(serialized).flatMap(missingClasses);
  const { class_name: name, module } = serialized;
  if (typeof name !== 'string' || typeof module !== 'string' || VALUES.has(name) || isKnown(module, name)) return inner;
  return [name, ...inner];
}
