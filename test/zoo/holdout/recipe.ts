import type { CompileSpec, DatasetSpec, FitSpec, Preprocess } from '../entry.ts';
import type { Draw } from './draw.ts';
import type { Source } from './sources.ts';

/** A Keras object: class name and config. */
export interface Part {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A training in few words: what faults are put into. */
export interface Recipe {
  readonly source: Source;
  /** Steps behind those of the source. */
  readonly preprocess: readonly Preprocess[];
  readonly labels: Pick<DatasetSpec, 'train_labels_file' | 'train_labels_constant'>;
  /** Filters of convolutions in front; none for other nets. */
  readonly filters: readonly number[];
  /** A recurrent layer in front. */
  readonly recurrent: {
    readonly cell: string;
    readonly units: number;
    readonly activation: string;
    readonly kernel: Part;
  } | null;
  /** Widths of the hidden dense layers. */
  readonly widths: readonly number[];
  readonly activation: string;
  readonly kernel: Part;
  readonly bias: Part;
  /** Initial kernels of the output layer. */
  readonly outputKernel: Part;
  /** Momentum of batch normalization before each activation; null for none. */
  readonly normalization: number | null;
  /** Rate behind each hidden layer; 0 for none. */
  readonly dropout: number;
  readonly penalty: Part | null;
  readonly output: { readonly units: number; readonly activation: string };
  readonly optimizer: Part;
  readonly loss: string | Part;
  readonly target: CompileSpec['target'];
  readonly fit: FitSpec;
}

/** A training in the form in which the zoo keeps it. */
export interface Training {
  readonly dataset: DatasetSpec;
  readonly model: Readonly<Record<string, unknown>>;
  readonly compile: CompileSpec;
  readonly fit: FitSpec;
}

export const part = (className: string, config: Readonly<Record<string, unknown>> = {}): Part => ({
  class_name: className,
  config,
});

const squashing = ['sigmoid', 'hard_sigmoid', 'tanh', 'softsign', 'softmax', 'linear'];

/** The initial weights that theory gives an activation. */
export const properKernel = (activation: string): Part =>
  squashing.includes(activation) ? part('GlorotUniform') : part(activation === 'selu' ? 'LecunNormal' : 'HeNormal');

/** An optimizer at a learning rate that suits small nets. */
export function usualOptimizer(draw: Draw, name: string): Part {
  switch (name) {
    case 'SGD':
      return part('SGD', { learning_rate: draw.magnitude(0.05, 0.2), momentum: 0 });
    case 'momentum':
      return part('SGD', { learning_rate: draw.magnitude(0.008, 0.03), momentum: 0.9, nesterov: draw.chance(0.4) });
    case 'Adagrad':
      return part('Adagrad', { learning_rate: draw.magnitude(0.03, 0.1) });
    case 'RMSprop':
      return part('RMSprop', { learning_rate: draw.magnitude(0.001, 0.004) });
    default:
      return part(name, { learning_rate: draw.magnitude(0.0015, 0.006) });
  }
}

const optimizers = [
  'Adam',
  'Adam',
  'Adam',
  'SGD',
  'momentum',
  'RMSprop',
  'Nadam',
  'AdamW',
  'Adagrad',
  'Adamax',
] as const;

/** Epochs that make a number of steps. */
export const epochsFor = (source: Source, batchSize: number, steps: number): number =>
  Math.max(5, Math.round((steps * batchSize) / source.samples));

/** A sound training on some data. */
export function soundRecipe(draw: Draw, source: Source): Recipe {
  const { task, n_classes: classes = 2 } = source.spec;
  const activation = draw.pick([
    'relu',
    'relu',
    'relu',
    'tanh',
    'elu',
    'selu',
    'gelu',
    'silu',
    'leaky_relu',
    'softsign',
  ]);
  const picture = source.needs === 'image';
  const memory = source.needs === 'memory';
  const width = draw.pick([16, 24, 32, 48, 64]);
  const depth = picture || memory ? draw.whole(0, 1) : draw.pick([1, 2, 2, 2, 3, 4]);
  const name = draw.pick(optimizers);
  const batchSize = draw.pick([16, 32, 32, 32, 64]);
  const regression = task === 'regression';
  const onehot = task === 'multiclass' && draw.chance(0.3);
  const steps = (name === 'SGD' || name === 'Adagrad' ? 1100 : 650) * (source.needs === 'bend' ? 1.5 : 1);
  return {
    source,
    preprocess: [],
    labels: {},
    filters: picture ? draw.pick([[4], [6, 8], [8]]) : [],
    recurrent: memory
      ? {
          cell: draw.pick(['GRU', 'LSTM', 'SimpleRNN']),
          units: draw.pick([8, 12, 16]),
          activation: 'tanh',
          kernel: part('Orthogonal', { gain: 1 }),
        }
      : null,
    widths: Array.from({ length: depth }, () => width),
    activation,
    kernel: properKernel(activation),
    bias: part('Zeros'),
    outputKernel: part('GlorotUniform'),
    normalization: null,
    dropout: 0,
    penalty: null,
    output: {
      units: task === 'multiclass' || task === 'multilabel' ? classes : 1,
      activation: regression ? 'linear' : task === 'multiclass' ? 'softmax' : 'sigmoid',
    },
    optimizer: usualOptimizer(draw, name),
    loss: regression
      ? 'mean_squared_error'
      : task === 'multiclass'
        ? onehot
          ? 'categorical_crossentropy'
          : 'sparse_categorical_crossentropy'
        : 'binary_crossentropy',
    target: regression || task === 'binary' ? 'float' : task === 'multilabel' ? 'matrix' : onehot ? 'onehot' : 'int',
    fit: { batch_size: batchSize, epochs: epochsFor(source, batchSize, steps) },
  };
}

/** Every hidden layer gets an activation, with the weights that suit it. */
export const withActivation = (recipe: Recipe, activation: string): Recipe => ({
  ...recipe,
  activation,
  kernel: properKernel(activation),
});

/** The same with as many hidden layers as asked for, all of one width. */
export const withDepth = (recipe: Recipe, depth: number, width = recipe.widths[0] ?? 32): Recipe => ({
  ...recipe,
  widths: Array.from({ length: depth }, () => width),
});

/** The same with other settings of the optimizer. */
export const withOptimizer = (recipe: Recipe, changes: Readonly<Record<string, unknown>>): Recipe => ({
  ...recipe,
  optimizer: { ...recipe.optimizer, config: { ...recipe.optimizer.config, ...changes } },
});

const keras = (module: string, { class_name, config }: Part) => ({
  module: `keras.${module}`,
  class_name,
  config,
  registered_name: null,
});

/** Writes a recipe down. */
export function trainingOf(recipe: Recipe): Training {
  const { source, recurrent, normalization, dropout, output } = recipe;
  let count = 0;
  const layer = (className: string, config: Readonly<Record<string, unknown>>) =>
    keras('layers', part(className, { name: `${className.toLowerCase()}_${++count}`, ...config }));
  const weights = (kernel: Part) => ({
    kernel_initializer: keras('initializers', kernel),
    bias_initializer: keras('initializers', recipe.bias),
    ...(recipe.penalty === null ? {} : { kernel_regularizer: keras('regularizers', recipe.penalty) }),
  });
  const hidden = (className: string, config: Readonly<Record<string, unknown>>) => [
    ...(normalization === null
      ? [layer(className, { ...config, activation: recipe.activation, ...weights(recipe.kernel) })]
      : [
          layer(className, { ...config, activation: 'linear', ...weights(recipe.kernel) }),
          layer('BatchNormalization', { momentum: normalization }),
          layer('Activation', { activation: recipe.activation }),
        ]),
    ...(dropout > 0 ? [layer('Dropout', { rate: dropout })] : []),
  ];
  const layers = [
    keras('layers', part('InputLayer', { batch_shape: [null, ...source.shape], dtype: 'float32', name: 'input' })),
    ...recipe.filters.flatMap((filters) => [
      ...hidden('Conv2D', { filters, kernel_size: [3, 3], padding: 'same' }),
      layer('MaxPooling2D', { pool_size: [2, 2] }),
    ]),
    ...(recipe.filters.length > 0 ? [layer('Flatten', {})] : []),
    ...(recurrent === null
      ? []
      : [
          layer(recurrent.cell, {
            units: recurrent.units,
            activation: recurrent.activation,
            recurrent_initializer: keras('initializers', recurrent.kernel),
            bias_initializer: keras('initializers', recipe.bias),
          }),
        ]),
    ...recipe.widths.flatMap((units) => hidden('Dense', { units })),
    layer('Dense', {
      units: output.units,
      activation: output.activation,
      kernel_initializer: keras('initializers', recipe.outputKernel),
      bias_initializer: keras('initializers', part('Zeros')),
      ...(recipe.penalty === null ? {} : { kernel_regularizer: keras('regularizers', recipe.penalty) }),
    }),
  ];
  const { spec } = source;
  return {
    dataset: { ...spec, ...recipe.labels, preprocess: [...spec.preprocess, ...recipe.preprocess] },
    model: { module: 'keras', class_name: 'Sequential', config: { name: 'net', layers }, registered_name: null },
    compile: {
      optimizer: keras('optimizers', recipe.optimizer),
      loss: typeof recipe.loss === 'string' ? recipe.loss : keras('losses', recipe.loss),
      metrics: spec.task === 'regression' ? [] : ['accuracy'],
      target: recipe.target,
    },
    fit: recipe.fit,
  };
}
