import { type CustomMembers, customClasses, customMember, isConfigurableClass } from './custom-members.ts';
import { ArgumentError, badArgument, describe, unknownName } from './errors.ts';
import {
  type Configurable,
  type ConfigurableClass,
  classesIn,
  deserializeObject,
  isSerialized,
  registerClasses,
  type SerializedObject,
  serializeObject,
} from './registry.ts';
import { type SerializedFunction, serializedFunctionName, serializeOwnFunction } from './serialized-function.ts';

/** A member of a family that stands for a function of the user's own. */
interface Wrapper<F> {
  readonly fn: F;
}

/** What takes the place of a member: a name, an object, a class, a function, or a config. */
export type Identifier<T extends Configurable, F, Name extends string> =
  | Name
  | T
  | F
  | ConfigurableClass<T>
  | SerializedObject
  | SerializedFunction;

/** Keras's `get`, `serialize` and `deserialize` of one family of objects. */
export interface Family<T extends Configurable, F, Name extends string> {
  get(identifier: null | undefined): null;
  get(identifier: Identifier<T, F, Name>): T;
  get(identifier: Identifier<T, F, Name> | null | undefined): T | null;
  /**
   * Keras's envelope around a member: its class and config, or a function's name.
   *
   * @see https://keras.io/api/utils/serialization_utils/
   *
   * @example
   * ```ts
   * import { optimizers } from 'keratin';
   * const envelope = optimizers.serialize(new optimizers.SGD({ learningRate: 0.1 }));
   * console.log('class_name' in envelope && envelope.class_name); // => SGD
   * ```
   */
  serialize(member: T): SerializedObject | SerializedFunction;
  /**
   * The member in Keras's envelope, or by its name.
   *
   * @param config what `serialize` wrote, here or in Keras
   * @param options `customObjects`: classes and functions of your own by name
   * @throws ArgumentError when the class is unknown, with the nearest known name
   * @see https://keras.io/api/utils/serialization_utils/
   *
   * @example
   * ```ts
   * import { regularizers } from 'keratin';
   * const copy = regularizers.deserialize(regularizers.serialize(new regularizers.L2(0.5)));
   * console.log(copy.getConfig()); // => { l2: 0.5 }
   * ```
   */
  deserialize(config: unknown, options?: { customObjects?: CustomMembers<F> }): T;
}

/** The names that a family's `get` knows. */
export type NameOf<Members> = Members extends Family<infer _T, infer _F, infer Name> ? Name : never;

interface FamilyDescription<T extends Configurable, F, ClassName extends string, Alias extends string> {
  /** What one member is called in messages. */
  readonly kind: string;
  /** The public Keras module whose classes are members, such as `keras.initializers`. */
  readonly module: string;
  /** The class that all members extend. */
  readonly base: abstract new (
    ...args: never[]
  ) => T;
  /** The member that stands for a function. */
  readonly wrapper: new (
    fn: F,
  ) => T & Wrapper<F>;
  readonly classes: Readonly<Record<ClassName, ConfigurableClass<T>>>;
  /** Other names of the classes. */
  readonly aliases: Readonly<Record<Alias, ConfigurableClass<T>>>;
}

const isWrapper = (x: object): x is Wrapper<{ readonly name: string }> => 'fn' in x && typeof x.fn === 'function';

const isCapitalized = (name: string): boolean => /^[A-Z]/.test(name);

/** Class names first for a name that starts like one, else snake case first: the suggestion is then spelt alike. */
const inCaseOf = (name: string, names: readonly string[]): string[] => [
  ...names.filter((other) => isCapitalized(other) === isCapitalized(name)),
  ...names.filter((other) => isCapitalized(other) !== isCapitalized(name)),
];

/** Registers the classes of a family under its module, and gives the `get`, `serialize` and `deserialize` of them. */
export function family<
  T extends Configurable,
  F extends (...args: never[]) => unknown,
  ClassName extends string,
  Alias extends string,
>(description: FamilyDescription<T, F, ClassName, Alias>): Family<T, F, ClassName | Alias> {
  type Known = Identifier<T, F, ClassName | Alias>;
  const { kind, module, base, wrapper, classes, aliases } = description;
  const aKind = `${kind === 'initializer' ? 'an' : 'a'} ${kind}`;
  registerClasses(module, Object.values<ConfigurableClass<T>>(classes), aliases);
  const known = () => classesIn(module);

  function member(object: unknown): T {
    if (!(object instanceof base)) throw new ArgumentError(`Expected ${aKind}. Received: ${describe(object)}`);
    return object;
  }

  function fromClassOrFunction(value: ConfigurableClass | F): T {
    return isConfigurableClass(value) ? member(value.fromConfig({})) : new wrapper(value);
  }

  function byName(name: string, custom: CustomMembers<F>): T {
    const found = customMember(custom, name) ?? known().get(name);
    if (found === undefined) throw unknownName(kind, name, inCaseOf(name, [...Object.keys(custom), ...known().keys()]));
    return fromClassOrFunction(found);
  }

  function deserialize(config: unknown, options: { customObjects?: CustomMembers<F> } = {}): T {
    const custom = options.customObjects ?? {};
    const name = typeof config === 'string' ? config : serializedFunctionName(config);
    if (name !== undefined) return byName(name, custom);
    if (!isSerialized(config))
      throw new ArgumentError(`Expected the name or the config of ${aKind}. Received: ${describe(config)}`);
    return member(deserializeObject(config, { module, customObjects: customClasses(custom) }));
  }

  function serialize(object: T): SerializedObject | SerializedFunction {
    if (!(object instanceof base)) throw badArgument(kind, `${aKind} object`, object);
    return isWrapper(object) ? serializeOwnFunction(aKind, object.fn) : serializeObject(object);
  }

  function get(identifier: null | undefined): null;
  function get(identifier: Known): T;
  function get(identifier: Known | null | undefined): T | null;
  function get(identifier: unknown): T | null {
    if (identifier === null || identifier === undefined) return null;
    if (identifier instanceof base) return identifier;
    // A function is taken at its word: its parameters cannot be seen from outside.
    if (typeof identifier === 'function') return fromClassOrFunction(identifier as ConfigurableClass | F);
    return deserialize(identifier);
  }

  return { get, serialize, deserialize };
}
