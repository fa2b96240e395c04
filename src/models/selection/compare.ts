import { badArgument } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import type { Model } from '../model.ts';
import type { ModelData } from '../training/data-types.ts';
import { type Choice, Comparison } from './comparison.ts';
import { evaluateAll, prepare } from './cross-validate.ts';
import type { CrossValidateOptions } from './evaluation-options.ts';

/** What to try: the values of each option. */
export type Choices = { readonly [option: string]: readonly unknown[] };

/** One value of each option. */
export type ChoiceOf<C extends Choices> = { readonly [K in keyof C]: C[K][number] };

/** All combinations, the last option changing fastest. */
function combinations(choices: Choices): Choice[] {
  let all: Choice[] = [{}];
  for (const [option, values] of Object.entries(choices)) {
    if (!Array.isArray(values) || values.length === 0)
      throw badArgument(`choices.${option}`, 'a list of values', values);
    all = all.flatMap((choice) => values.map((value: unknown) => ({ ...choice, [option]: value })));
  }
  return all;
}

/**
 * Compares nets by cross-validation: every combination of the choices, all on the same folds and with the same seeds.
 *
 * @param choices the values to try for each option, such as `{ activation: ['relu', 'elu'], normalization: [true, false] }`
 * @param build makes a new, compiled model of one combination
 * @param x samples, as `fit` takes them
 * @param y targets
 * @returns the combinations, best first; prints as a table, `plot()` draws it
 * @throws ArgumentError for options out of range and lists without values
 * @see Kohavi 1995, A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(i)]);
 * const y = x.map(([a = 0, b = 0]) => (a > b ? 1 : 0));
 * const comparison = await models.compare(
 *   { activation: ['relu', 'elu'] as const },
 *   ({ activation }) => {
 *     const model = new Sequential([
 *       new layers.Input({ shape: [2] }),
 *       new layers.Dense(8, { activation }),
 *       new layers.Dense(2, { activation: 'softmax' }),
 *     ]);
 *     model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
 *     return model;
 *   },
 *   x,
 *   y,
 *   { folds: 2, epochs: 2, seed: 1, workers: 1, verbose: 0 },
 * );
 * console.log(comparison.rows.length); // => 2
 * ```
 */
export async function compare<const C extends Choices>(
  choices: C,
  build: (choice: ChoiceOf<C>) => Model | Promise<Model>,
  x: ModelData,
  y: ModelData,
  options: CrossValidateOptions = {},
): Promise<Comparison> {
  if (typeof choices !== 'object' || choices === null || Object.keys(choices).length === 0) {
    throw badArgument('choices', 'a record with a list of values for each option', choices);
  }
  if (typeof build !== 'function') throw badArgument('build', 'a function that returns a compiled model', build);
  // A combination has one value of each list, which is what ChoiceOf says.
  const all = combinations(choices) as ChoiceOf<C>[];
  const evaluation = await prepare('compare', x, y, options);
  const results = await evaluateAll(
    all.map((choice) => () => build(choice)),
    evaluation,
  );
  return new Comparison(all.map((choice, i) => ({ choice, result: at(results, i) })));
}
