import { camelCase } from './case.ts';
import { type CustomObjects, customMember, customObjectScope, isConfigurableClass } from './custom-members.ts';
import { ArgumentError, badArgument, describe, unknownName } from './errors.ts';
import { type AnyFunction, registeredFunction, registeredFunctionName, registerFunction } from './function-registry.ts';
import { classNameOf } from './naming.ts';

export type { CustomObjects } from './custom-members.ts';

/** An object's configuration as Keras writes it: JSON with snake_case keys. */
export type Config = { readonly [key: string]: unknown };

/** What can be written to a config and read back. */
export interface Configurable {
  getConfig(): Config;
}

/** A class whose objects can be made from a config. `className` survives minification, unlike `name`. */
export interface ConfigurableClass<T extends Configurable = Configurable> {
  readonly className: string;
  fromConfig(config: Config): T;
}

/** Keras's envelope around a config. */
export interface SerializedObject {
  readonly module: string | null;
  readonly class_name: string;
  readonly config: Config;
  readonly registered_name: string | null;
  readonly build_config?: Config;
  readonly compile_config?: Config;
}

interface Entry {
  readonly module: string | null;
  readonly registeredName: string | null;
  readonly cls: ConfigurableClass;
}

/** Classes by module and class name, and custom ones by registered name. Filled while modules load. */
const entries = new Map<string, Entry>();
/** Keyed by constructor. */
const byClass = new Map<unknown, Entry>();

/**
 * Makes built-in classes known under their public Keras module, such as `keras.layers`. `aliases` are other names
 * under which configs may mention them. A class that Keras keeps in a private module (`keras.src...`) carries its name
 * as its registered name too.
 */
export function registerClasses(
  module: string,
  classes: readonly ConfigurableClass[],
  aliases: Readonly<Record<string, ConfigurableClass>> = {},
): void {
  for (const cls of classes) {
    const entry = { module, registeredName: module.startsWith('keras.src.') ? cls.className : null, cls };
    entries.set(`${module}.${cls.className}`, entry);
    byClass.set(cls, entry);
  }
  for (const [name, cls] of Object.entries(aliases))
    entries.set(`${module}.${name}`, { module, registeredName: null, cls });
}

/**
 * Makes a user's class, or a function for a Lambda layer, known to `deserialize` under `package>name`, as `keras.saving.register_keras_serializable` does.
 *
 * @see https://keras.io/api/utils/serialization_utils/#registerkerasserializable-function
 *
 * @example
 * ```ts
 * import { layers, saving } from 'keratin';
 * class Twice extends layers.Layer {
 *   static override readonly className = 'Twice';
 * }
 * saving.registerKerasSerializable(Twice, { package: 'my_package' });
 * ```
 */
export function registerKerasSerializable(
  object: ConfigurableClass | AnyFunction,
  options: { package?: string; name?: string } = {},
): void {
  const isClass = 'fromConfig' in object;
  const name = options.name ?? (isClass ? object.className : object.name);
  if (name === '') throw badArgument('name', 'given for a function that has none', options.name);
  const registeredName = `${options.package ?? 'Custom'}>${name}`;
  if (!isClass) {
    registerFunction(object, registeredName);
    return;
  }
  const entry = { module: null, registeredName, cls: object };
  entries.set(registeredName, entry);
  byClass.set(object, entry);
}

/**
 * The name under which a class or function of your own was registered, as files have it.
 *
 * @returns `package>name`; the class's own name when it was not registered
 * @see https://keras.io/api/utils/serialization_utils/#getregisteredname-function
 *
 * @example
 * ```ts
 * import { layers, saving } from 'keratin';
 * class Half extends layers.Layer {
 *   static override readonly className = 'Half';
 * }
 * saving.registerKerasSerializable(Half, { package: 'mine' });
 * console.log(saving.getRegisteredName(Half), saving.getRegisteredObject('mine>Half') === Half); // => mine>Half true
 * ```
 */
export function getRegisteredName(object: ConfigurableClass | AnyFunction): string {
  if (!('fromConfig' in object)) return registeredFunctionName(object) ?? object.name;
  return byClass.get(object)?.registeredName ?? object.className;
}

/**
 * What was registered under a name.
 *
 * @param name `package>name`
 * @param options `customObjects`: more of them, which come first
 * @returns null when there is none of that name
 * @see https://keras.io/api/utils/serialization_utils/#getregisteredobject-function
 *
 * @example
 * ```ts
 * import { saving } from 'keratin';
 * console.log(saving.getRegisteredObject('mine>Nothing')); // => null
 * ```
 */
export function getRegisteredObject(
  name: string,
  options: { readonly customObjects?: CustomObjects } = {},
): ConfigurableClass | AnyFunction | null {
  const own = customObjectScope(options.customObjects ?? {}, () => customClass(name));
  const entry = entries.get(name);
  return own ?? (entry?.module === null ? entry.cls : undefined) ?? registeredFunction(name) ?? null;
}

/** The classes known under a module, by name (aliases included). */
export function classesIn(module: string): Map<string, ConfigurableClass> {
  const found = new Map<string, ConfigurableClass>();
  for (const [key, { cls }] of entries) {
    if (key.startsWith(`${module}.`) && !key.slice(module.length + 1).includes('.'))
      found.set(key.slice(module.length + 1), cls);
  }
  return found;
}

const hasBuildConfig = (x: Configurable): x is Configurable & { getBuildConfig(): Config | null } =>
  'getBuildConfig' in x;
const hasCompileConfig = (x: Configurable): x is Configurable & { getCompileConfig(): Config | null } =>
  'getCompileConfig' in x;

/** Keras's envelope for an object: module, class name, config, registered name, how it was built and compiled. */
export function serializeObject(object: Configurable): SerializedObject {
  const entry = byClass.get(object.constructor);
  const className = entry?.cls.className ?? classNameOf(object);
  const buildConfig = hasBuildConfig(object) ? object.getBuildConfig() : null;
  const compileConfig = hasCompileConfig(object) ? object.getCompileConfig() : null;
  return {
    module: entry?.module ?? null,
    class_name: className,
    config: object.getConfig(),
    registered_name: entry === undefined ? className : entry.registeredName,
    ...(buildConfig === null ? {} : { build_config: buildConfig }),
    ...(compileConfig === null ? {} : { compile_config: compileConfig }),
  };
}

const isObject = (x: unknown): x is { readonly [key: string]: unknown } =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** True for Keras's envelope (also in its short form of class name and config alone). */
export const isSerialized = (x: unknown): x is SerializedObject =>
  isObject(x) && typeof x.class_name === 'string' && isObject(x.config);

/** A class of the user's by that name, in the scopes around. */
function customClass(name: string): ConfigurableClass | undefined {
  const found = customMember({}, name);
  return isConfigurableClass(found) ? found : undefined;
}

/**
 * Makes an object from Keras's envelope.
 *
 * @param serialized the envelope; `module` may be missing, then `module` of the options is where the class is looked for
 * @throws ArgumentError when the class is unknown, with the nearest known name
 */
export function deserializeObject(
  serialized: unknown,
  options: { module: string; customObjects?: CustomObjects | undefined },
): Configurable {
  if (!isSerialized(serialized)) {
    throw new ArgumentError(
      `Expected a serialized object with class_name and config. Received: ${describe(serialized)}`,
    );
  }
  return customObjectScope(options.customObjects ?? {}, () => construct(serialized, options.module));
}

function construct(serialized: SerializedObject, defaultModule: string): Configurable {
  const { class_name: name, config, registered_name: registered, module } = serialized;
  const cls =
    customClass(registered ?? name) ??
    customClass(name) ??
    entries.get(`${module ?? defaultModule}.${name}`)?.cls ??
    entries.get(`${defaultModule}.${name}`)?.cls ??
    (registered ? entries.get(registered)?.cls : undefined) ??
    entries.get(`Custom>${name}`)?.cls;
  if (cls === undefined) throw unknownName(`class of ${defaultModule}`, name, classesIn(defaultModule).keys());
  const object = cls.fromConfig(config);
  if (
    isObject(serialized.build_config) &&
    'buildFromConfig' in object &&
    typeof object.buildFromConfig === 'function'
  ) {
    object.buildFromConfig(serialized.build_config);
  }
  return object;
}

/** `{ kernel_initializer: ... }` -> `{ kernelInitializer: ... }`: configs have the constructor's options in snake case. */
export function optionsFromConfig(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value]));
}
