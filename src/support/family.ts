import { ArgumentError, badArgument, describe, unknownName } from './errors.ts';
import {
  type Configurable,
  type ConfigurableClass,
  type CustomObjects,
  classesIn,
  deserializeObject,
  isSerialized,
  type SerializedObject,
  serializeObject,
} from './registry.ts';

/** Keras's envelope around a function that is known by its name alone. */
export interface SerializedFunction {
  readonly module: string | null;
  readonly class_name: 'function';
  readonly config: string;
  readonly registered_name: string | null;
}

/** A member of a family that stands for a function of the user's own. */
export interface Wrapper<F> {
  readonly fn: F;
}

/** Custom classes and functions by the names under which configs mention them. */
export type CustomMembers<F> = Readonly<Record<string, ConfigurableClass | F>>;

/** Keras's `get`, `serialize` and `deserialize` of one family of objects. */
export interface Family<T extends Configurable, F, I> {
  get(identifier: null | undefined): null;
  get(identifier: Exclude<I, null>): T;
  get(identifier: I | null | undefined): T | null;
  serialize(member: T): SerializedObject | SerializedFunction;
  deserialize(config: unknown, options?: { customObjects?: CustomMembers<F> }): T;
}

export interface FamilyDescription<T extends Configurable, F> {
  /** What one member is called in messages. */
  readonly kind: string;
  /** The public Keras module whose classes are members, such as `keras.initializers`. */
  readonly module: string;
  readonly isMember: (x: unknown) => x is T;
  /** Makes a member of a function. */
  readonly wrap: (fn: F) => T & Wrapper<F>;
}

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null;

const isSerializedFunction = (x: unknown): x is SerializedFunction =>
  isObject(x) && 'class_name' in x && x.class_name === 'function' && 'config' in x && typeof x.config === 'string';

const isClass = (x: object): x is ConfigurableClass => 'fromConfig' in x && typeof x.fromConfig === 'function';

const isWrapper = (x: object): x is Wrapper<{ readonly name: string }> => 'fn' in x && typeof x.fn === 'function';

const isCapitalized = (name: string): boolean => /^[A-Z]/.test(name);

/** Class names first for a name that starts like one, else snake case first: the suggestion is then spelt alike. */
const inCaseOf = (name: string, names: readonly string[]): string[] => [
  ...names.filter((other) => isCapitalized(other) === isCapitalized(name)),
  ...names.filter((other) => isCapitalized(other) !== isCapitalized(name)),
];

/**
 * `get`, `serialize` and `deserialize` for the classes registered under a module. `I` is what `get` takes: names,
 * members, functions, classes, envelopes.
 */
export function family<T extends Configurable, F extends (...args: never[]) => unknown, I>(
  description: FamilyDescription<T, F>,
): Family<T, F, I> {
  const { kind, module, isMember, wrap } = description;
  const known = () => classesIn(module);

  function member(object: unknown): T {
    if (!isMember(object))
      throw new ArgumentError(`Expected ${kind === 'initializer' ? 'an' : 'a'} ${kind}. Received: ${describe(object)}`);
    return object;
  }

  function fromClassOrFunction(value: ConfigurableClass | F): T {
    return isClass(value) ? member(value.fromConfig({})) : wrap(value);
  }

  function byName(name: string, custom: CustomMembers<F>): T {
    const found = (Object.hasOwn(custom, name) ? custom[name] : undefined) ?? known().get(name);
    if (found === undefined) throw unknownName(kind, name, inCaseOf(name, [...Object.keys(custom), ...known().keys()]));
    return fromClassOrFunction(found);
  }

  function deserialize(config: unknown, options: { customObjects?: CustomMembers<F> } = {}): T {
    const custom = options.customObjects ?? {};
    if (typeof config === 'string') return byName(config, custom);
    if (isSerializedFunction(config)) return byName(config.config, custom);
    if (!isSerialized(config))
      throw new ArgumentError(
        `Expected the name or the config of ${kind === 'initializer' ? 'an' : 'a'} ${kind}. Received: ${describe(config)}`,
      );
    const classes = Object.entries(custom).filter((entry): entry is [string, ConfigurableClass] => isClass(entry[1]));
    const customObjects: CustomObjects = Object.fromEntries(classes);
    return member(deserializeObject(config, { module, customObjects }));
  }

  function serialize(object: T): SerializedObject | SerializedFunction {
    if (!isMember(object)) throw badArgument(kind, `a ${kind} object`, object);
    if (!isWrapper(object)) return serializeObject(object);
    if (object.fn.name === '') {
      throw new ArgumentError(
        `A function must have a name to be serialized as ${kind}: declare it with \`function\` or \`const\`. Received: ${describe(object.fn)}`,
      );
    }
    return { module: 'builtins', class_name: 'function', config: object.fn.name, registered_name: 'function' };
  }

  function get(identifier: null | undefined): null;
  function get(identifier: Exclude<I, null>): T;
  function get(identifier: I | null | undefined): T | null;
  function get(identifier: unknown): T | null {
    if (identifier === null || identifier === undefined) return null;
    if (isMember(identifier)) return identifier;
    // A function is taken at its word: its parameters cannot be seen from outside.
    if (typeof identifier === 'function') return fromClassOrFunction(identifier as ConfigurableClass | F);
    return deserialize(identifier);
  }

  return { get, serialize, deserialize };
}
