import { positiveInteger } from '../../support/check-values.ts';
import type { LsuvLayer } from './lsuv.ts';
import { makeRemedy } from './make-remedy.ts';
import { mapLayers, optimizerIn, withConfig, withOptimizer } from './plan.ts';
import type { Plan, Remedy } from './remedy.ts';

/** Of the learning rate, where a warm-up begins. */
const FIRST_SHARE = 0.01;

/**
 * The weights that `lsuv` found as an edit: orthogonal ones, times the gain that was measured for each layer.
 *
 * @param measured what `lsuv` returned for the plan's model
 * @see Mishkin and Matas, "All You Need Is a Good Init" (ICLR 2016)
 *
 * @example
 * ```ts
 * import { doctor, layers, random, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(8, { activation: 'tanh' })]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const measured = await doctor.lsuv(model, random.normal([64, 4], { seed: 1 }));
 * const { diff } = doctor.lsuvRemedy(measured).apply(model);
 * console.log(diff.at(-1)?.includes('Orthogonal')); // => true
 * ```
 */
export function lsuvRemedy(measured: readonly LsuvLayer[]): Remedy {
  const gains = new Map(measured.map(({ layer, gain }) => [layer, gain]));
  const edit = (plan: Plan): Plan =>
    mapLayers(plan, (layer) => {
      const gain = gains.get(String(layer.config.name));
      if (gain === undefined || layer.config.kernel_initializer === undefined) return layer;
      const initializer = {
        module: 'keras.initializers',
        class_name: 'Orthogonal',
        config: { gain: Number(gain.toPrecision(4)), seed: null },
        registered_name: null,
      };
      return withConfig(layer, { kernel_initializer: initializer });
    });
  return makeRemedy(
    'LSUV weights',
    'Start from orthogonal weights, scaled so that each layer’s pre-activations have variance 1 on these data.',
    0.8,
    edit,
  );
}

/** The learning rate rises on a line from a hundredth to its full value in so many steps, and stays there. */
export function warmUp(plan: Plan, steps: number): Plan {
  const { learning_rate: rate } = optimizerIn(plan).config;
  if (typeof rate !== 'number') return plan;
  return withOptimizer(plan, {
    learning_rate: {
      module: 'keras.optimizers.schedules',
      class_name: 'PolynomialDecay',
      config: {
        initial_learning_rate: FIRST_SHARE * rate,
        decay_steps: steps,
        end_learning_rate: rate,
        power: 1,
        cycle: false,
        name: 'warm_up',
      },
      registered_name: null,
    },
  });
}

/**
 * A learning rate that rises on a line from a hundredth to its full value in so many steps, and stays there. Plans whose
 * learning rate is a schedule already stay as they are.
 *
 * @param steps positive
 * @see Goyal et al., "Accurate, Large Minibatch SGD" (2017); Ma and Yarats, "On the Adequacy of Untuned Warmup" (2021)
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const { diff } = doctor.warmUpRemedy(500).apply(model);
 * console.log(diff[1]?.includes('PolynomialDecay')); // => true
 * ```
 */
export const warmUpRemedy = (steps: number): Remedy =>
  makeRemedy(
    `warm-up of ${positiveInteger('steps', steps)} steps`,
    `Let the learning rate rise to its full value in the first ${steps} steps.`,
    0.6,
    (plan) => warmUp(plan, steps),
  );
