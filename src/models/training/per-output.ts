import { ArgumentError, describe, unknownName } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';

/** One output of a model, as its first call showed it. */
export interface OutputInfo {
  /** The name under which the output is reported and found in records; null where nobody named it. */
  readonly name: string | null;
  /** The shape of one batch. */
  readonly shape: readonly number[];
}

/** What `compile` takes per output: one value, a list in the order of the outputs, or a record by their names. */
export type PerOutput<T> = T | readonly (T | null)[] | { readonly [output: string]: T | null };

/** True for a record by output names; Keras's envelope around an object or a function is one value. */
export const isByName = (x: unknown): x is Readonly<Record<string, unknown>> =>
  isPlainRecord(x) && !(typeof x.class_name === 'string' && 'config' in x);

/**
 * Spreads a record by output names over the outputs.
 *
 * @param argument the argument's name, for messages
 * @returns one entry per output, undefined where the record has none
 * @throws ArgumentError for a name that no output has
 */
export function spreadByName<T>(
  record: Readonly<Record<string, T>>,
  outputs: readonly OutputInfo[],
  argument: string,
): (T | undefined)[] {
  const names = outputs.map((output) => output.name).filter((name) => name !== null);
  if (names.length < outputs.length) {
    throw new ArgumentError(
      `\`${argument}\` goes by the names of the outputs, but this model's outputs have no names: use a list of ${outputs.length}. Received: ${describe(Object.keys(record))}`,
    );
  }
  for (const name of Object.keys(record)) {
    if (!names.includes(name)) throw unknownName(`output in \`${argument}\``, name, names);
  }
  return outputs.map(({ name }) => (name === null ? undefined : record[name]));
}

/** Checks that a list has one entry per output. */
export function checkLength(list: readonly unknown[], outputs: readonly OutputInfo[], argument: string): void {
  if (list.length === outputs.length) return;
  throw new ArgumentError(
    `\`${argument}\` as a list must have one entry for each of the model's ${outputs.length} outputs. Received: ${list.length} entries`,
  );
}
