import { ArgumentError, badArgument, StateError } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';

/** What settings are made of: JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Named settings that can be frozen, so that nothing changes them by mistake later on, and written as JSON.
 *
 * @param values the first settings
 * @see https://keras.io/api/utils/experiment_management_utils/#config-class
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const settings = new utils.Config({ learningRate: 0.1 });
 * settings.set('seed', 123);
 * settings.freeze();
 * console.log(settings.get('seed'), settings.toJson()); // => 123 {"learningRate":0.1,"seed":123}
 * ```
 */
export class Config implements Iterable<readonly [string, Json]> {
  readonly #values: Map<string, Json>;
  #frozen = false;

  constructor(values: { readonly [name: string]: Json } = {}) {
    if (!isPlainRecord(values)) throw badArgument('values', 'a record of settings', values);
    this.#values = new Map(Object.entries(values));
  }

  /** Whether settings can't be changed any more. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** From now on nothing can be changed. */
  freeze(): void {
    this.#frozen = true;
  }

  /** From now on settings can be changed again. */
  unfreeze(): void {
    this.#frozen = false;
  }

  #change(what: string): Map<string, Json> {
    if (this.#frozen)
      throw new StateError(`The configuration is frozen: call unfreeze() to change it. Received: ${what}`);
    return this.#values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** @throws ArgumentError when there is no such setting and no fallback */
  get(name: string, fallback?: Json): Json {
    const value = this.#values.get(name) ?? fallback;
    if (value !== undefined) return value;
    throw new ArgumentError(`The configuration has no such setting. Received: ${name}`);
  }

  /** @throws StateError when the configuration is frozen */
  set(name: string, value: Json): void {
    this.#change(`set(${JSON.stringify(name)})`).set(name, value);
  }

  /** Sets several. */
  update(values: { readonly [name: string]: Json }): void {
    for (const [name, value] of Object.entries(values)) this.set(name, value);
  }

  /** Takes a setting out, and gives its value. */
  pop(name: string): Json {
    const value = this.get(name);
    this.#change(`pop(${JSON.stringify(name)})`).delete(name);
    return value;
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  values(): Json[] {
    return [...this.#values.values()];
  }

  get size(): number {
    return this.#values.size;
  }

  [Symbol.iterator](): Iterator<readonly [string, Json]> {
    return this.#values.entries();
  }

  /** A plain record. */
  asDict(): { [name: string]: Json } {
    return Object.fromEntries(this.#values);
  }

  toJson(): string {
    return JSON.stringify(this.asDict());
  }
}
