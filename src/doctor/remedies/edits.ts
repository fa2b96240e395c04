import type { SerializedObject } from '../../support/registry.ts';
import { properInitializer } from '../theory/mean-field.ts';
import { isList, layersIn, mapLayers, withConfig, withOptimizer } from './plan.ts';
import type { Plan } from './remedy.ts';

const classes: Readonly<Record<string, string>> = {
  he_normal: 'HeNormal',
  lecun_normal: 'LecunNormal',
  glorot_uniform: 'GlorotUniform',
  zeros: 'Zeros',
  orthogonal: 'Orthogonal',
};

const initializer = (name: string): SerializedObject => ({
  module: 'keras.initializers',
  class_name: classes[name] ?? name,
  config: name === 'zeros' ? {} : name === 'orthogonal' ? { gain: 1, seed: null } : { seed: null },
  registered_name: null,
});

const keras = (className: string, config: Readonly<Record<string, unknown>>): SerializedObject => ({
  module: 'keras.layers',
  class_name: className,
  config,
  registered_name: null,
});

export const hasKernel = (layer: SerializedObject): boolean => layer.config.kernel_initializer !== undefined;
const isDense = (layer: SerializedObject): boolean =>
  hasKernel(layer) && layer.config.recurrent_initializer === undefined;

/** The place of the last layer with a kernel: the output layer. */
const outputPlace = (layers: readonly SerializedObject[]): number => layers.findLastIndex(hasKernel);

/** The activation that follows a kernel: its own, or that of an Activation layer before the next kernel. */
function activationBehind(layers: readonly SerializedObject[], place: number): string {
  const own = layers[place]?.config.activation;
  if (typeof own === 'string' && own !== 'linear') return own;
  for (let i = place + 1; i < layers.length; i++) {
    const layer = layers[i];
    if (layer === undefined || hasKernel(layer)) break;
    if (layer.class_name === 'Activation' && typeof layer.config.activation === 'string')
      return layer.config.activation;
    if (layer.class_name === 'ReLU') return 'relu';
    if (/LeakyReLU|PReLU|ELU/.test(layer.class_name)) return 'leaky_relu';
  }
  return typeof own === 'string' ? own : 'linear';
}

/** Hidden layers get the weights that suit their activation, the output layer Glorot's. */
export function properWeights(plan: Plan): Plan {
  return mapLayers(plan, (layer, i, all) => {
    if (!hasKernel(layer)) return layer;
    const name = i === outputPlace(all) ? 'glorot_uniform' : properInitializer(activationBehind(all, i));
    const recurrent =
      layer.config.recurrent_initializer === undefined ? {} : { recurrent_initializer: initializer('orthogonal') };
    return withConfig(layer, { kernel_initializer: initializer(name), ...recurrent });
  });
}

/** All biases start at zero. */
export const zeroBiases = (plan: Plan): Plan =>
  mapLayers(plan, (layer) =>
    layer.config.bias_initializer === undefined ? layer : withConfig(layer, { bias_initializer: initializer('zeros') }),
  );

/** Every hidden layer gets an activation (in the place where it had one), with the weights that suit it. */
export function hiddenActivation(
  plan: Plan,
  activation: string,
  which: (before: string) => boolean = () => true,
): Plan {
  const all = layersIn(plan);
  const output = outputPlace(all);
  const chosen = all.map((layer, i) => i < output && isDense(layer) && which(activationBehind(all, i)));
  return mapLayers(plan, (layer, i) => {
    if (chosen[i]) {
      const separate = activationBehind(all, i) !== layer.config.activation && layer.config.activation === 'linear';
      return withConfig(layer, {
        ...(separate ? {} : { activation }),
        kernel_initializer: initializer(properInitializer(activation)),
      });
    }
    const head = all.findLastIndex((one, k) => k < i && hasKernel(one));
    if (layer.class_name === 'Activation' && chosen[head]) return withConfig(layer, { activation });
    return layer;
  });
}

/** What the last layer answers goes through another activation. */
export function outputActivation(plan: Plan, activation: string): Plan {
  const all = layersIn(plan);
  const output = outputPlace(all);
  return mapLayers(plan, (layer, i) => {
    if (i === output) return withConfig(layer, { activation });
    return i > output && ['Activation', 'Softmax', 'ReLU'].includes(layer.class_name) ? [] : layer;
  });
}

/** Batch normalization between each hidden layer and its activation. */
export function batchNormalization(plan: Plan): Plan {
  if (
    !isList(plan) ||
    layersIn(plan).some(({ class_name: name }) => /Normalization/.test(name) && name !== 'Normalization')
  )
    return plan;
  const all = layersIn(plan);
  const output = outputPlace(all);
  return mapLayers(plan, (layer, i) => {
    if (i >= output || !isDense(layer)) return layer;
    const normalization = keras('BatchNormalization', { momentum: 0.9 });
    const { activation } = layer.config;
    if (activation === 'linear' || activation === null) return [layer, normalization];
    return [
      withConfig(layer, { activation: 'linear', use_bias: false }),
      normalization,
      keras('Activation', { activation }),
    ];
  });
}

/** A layer in front that standardizes each feature. */
export function standardizedInputs(plan: Plan, mean: readonly number[], variance: readonly number[]): Plan {
  if (!isList(plan)) return plan;
  const normalization = keras('Normalization', {
    axis: [-1],
    mean,
    variance: variance.map((value) => Math.max(value, 1e-12)),
  });
  const place = layersIn(plan).findIndex(hasKernel);
  return mapLayers(plan, (layer, i) => (i === place ? [normalization, layer] : layer));
}

/** Dropout at another rate; 0 takes it out. */
export const dropoutRate = (plan: Plan, rate: number): Plan =>
  mapLayers(plan, (layer) => {
    if (!/Dropout/.test(layer.class_name)) return layer;
    return rate === 0 && isList(plan) ? [] : withConfig(layer, { rate });
  });

/** Nothing is frozen. */
export function trainableLayers(plan: Plan): Plan {
  const changed = mapLayers(plan, (layer) => withConfig(layer, { trainable: true }));
  return { ...changed, model: withConfig(changed.model, { trainable: true }) };
}

/** Without penalties. */
export const noPenalty = (plan: Plan): Plan =>
  mapLayers(plan, (layer) =>
    hasKernel(layer)
      ? withConfig(layer, {
          kernel_regularizer: null,
          ...('bias_regularizer' in layer.config ? { bias_regularizer: null } : {}),
        })
      : layer,
  );

/** Batch normalization that takes its averages over more or fewer steps. */
export const normalizationMomentum = (plan: Plan, momentum: number): Plan =>
  mapLayers(plan, (layer) =>
    layer.config.moving_mean_initializer === undefined ? layer : withConfig(layer, { momentum }),
  );

/** Narrow hidden layers get as many units as asked for. */
export function widerLayers(plan: Plan, narrow: readonly string[], units: number): Plan {
  return mapLayers(plan, (layer) =>
    narrow.includes(String(layer.config.name)) && typeof layer.config.units === 'number'
      ? withConfig(layer, { units: Math.max(units, layer.config.units) })
      : layer,
  );
}

/** Without `build_config`s, which a change of widths makes wrong. */
export const unbuilt = (plan: Plan): Plan => mapLayers(plan, ({ build_config: _, ...layer }) => layer);

export const learningRate = (plan: Plan, rate: number): Plan => withOptimizer(plan, { learning_rate: rate });

export const loss = (plan: Plan, name: string): Plan => ({ ...plan, compile: { ...plan.compile, loss: name } });

/** Another optimizer with its defaults. */
export const optimizer = (plan: Plan, className: string, config: Readonly<Record<string, unknown>>): Plan => ({
  ...plan,
  compile: {
    ...plan.compile,
    optimizer: { module: 'keras.optimizers', class_name: className, config, registered_name: null },
  },
});
