import type { LsuvLayer } from './lsuv.ts';
import { mapLayers, optimizerIn, withConfig, withOptimizer } from './plan.ts';
import type { Plan, Remedy } from './remedy.ts';

/** Of the learning rate, where a warm-up begins. */
const FIRST_SHARE = 0.01;

/**
 * The weights that `lsuv` found as an edit: orthogonal ones, times the gain that was measured for each layer.
 *
 * @param measured what `lsuv` returned for the plan's model
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
  return {
    name: 'LSUV weights',
    summary:
      'Start from orthogonal weights, scaled so that each layer’s pre-activations have variance 1 on these data.',
    gain: 0.8,
    edit,
  };
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

/** `warmUp` as a remedy. */
export const warmUpRemedy = (steps: number): Remedy => ({
  name: `warm-up of ${steps} steps`,
  summary: `Let the learning rate rise to its full value in the first ${steps} steps.`,
  gain: 0.6,
  edit: (plan) => warmUp(plan, steps),
});
