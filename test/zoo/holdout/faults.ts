import type { Draw } from './draw.ts';
import {
  epochsFor,
  part,
  properKernel,
  type Recipe,
  usualOptimizer,
  withActivation,
  withDepth,
  withOptimizer,
} from './recipe.ts';
import type { Source } from './sources.ts';

/** A training with a fault, and the same without it. */
export interface Pair {
  readonly broken: Recipe;
  readonly fixed: Recipe;
  /** New training labels, from the true ones. */
  readonly relabel?: (draw: Draw, labels: readonly number[]) => number[];
}

/** Puts a fault into a sound training; null where it can't be put. */
export type Injection = (draw: Draw, sound: Recipe) => Pair | null;

const dense = ({ source }: Recipe): boolean => source.needs !== 'image' && source.needs !== 'memory';
const classifies = ({ source: { spec } }: Recipe): boolean => spec.task === 'multiclass' || spec.task === 'binary';
const regression = ({ source: { spec } }: Recipe): boolean => spec.task === 'regression';
const rateOf = (recipe: Recipe): number => Number(recipe.optimizer.config.learning_rate);
const normal = (stddev: number) => part('RandomNormal', { stddev, mean: 0 });
const uniform = (limit: number) => part('RandomUniform', { minval: -limit, maxval: limit });
const scaled = (scale: number) => part('VarianceScaling', { scale, mode: 'fan_in', distribution: 'truncated_normal' });
const both = (fixed: Recipe, changes: Partial<Recipe>): Pair => ({ fixed, broken: { ...fixed, ...changes } });

/** Each cause of the zoo's vocabulary as a change of a sound training. */
export const faults: Readonly<Record<string, Injection>> = {
  init_too_small(draw, sound) {
    if (!dense(sound)) return null;
    const activation = draw.pick(['relu', 'relu', 'relu', 'leaky_relu', 'elu', 'tanh', 'gelu']);
    const fixed = withActivation(withDepth(sound, draw.whole(4, 16), draw.pick([16, 24, 32, 64])), activation);
    const deep = fixed.widths.length > 10;
    const kernel = draw.pick([
      normal(draw.magnitude(0.002, 0.03)),
      uniform(draw.magnitude(0.01, 0.06)),
      scaled(draw.magnitude(0.02, 0.3)),
      part(deep ? 'GlorotNormal' : 'RandomNormal', deep ? {} : { stddev: 0.01 }),
      part('LecunUniform'),
    ]);
    return both(fixed, { kernel });
  },
  init_too_large(draw, sound) {
    const activation = draw.pick(['relu', 'relu', 'tanh', 'elu', 'leaky_relu', 'softsign']);
    const fixed = withActivation(dense(sound) ? withDepth(sound, draw.whole(2, 9)) : sound, activation);
    const kernel = draw.pick([
      normal(draw.magnitude(0.5, 2)),
      uniform(draw.magnitude(1, 4)),
      scaled(draw.magnitude(10, 100)),
    ]);
    return both(fixed, draw.chance(0.3) ? { kernel, outputKernel: kernel } : { kernel });
  },
  init_symmetric(draw, sound) {
    const fixed = dense(sound) ? withDepth(sound, draw.whole(1, 4)) : sound;
    const kernel = draw.pick([part('Zeros'), part('Ones'), part('Constant', { value: draw.magnitude(0.01, 0.5) })]);
    return both(fixed, { kernel, ...(draw.chance(0.6) ? { outputKernel: kernel } : {}) });
  },
  bias_init(draw, sound) {
    const activation = draw.pick(['relu', 'relu', 'relu', 'relu6', 'sigmoid', 'tanh']);
    const fixed = withActivation(sound, activation);
    const value = draw.magnitude(3, 20) * (/relu/.test(activation) || draw.chance(0.5) ? -1 : 1);
    return both(fixed, { bias: part('Constant', { value }) });
  },
  activation_saturating_deep(draw, sound) {
    if (!dense(sound)) return null;
    const fixed = withActivation(withDepth(sound, draw.whole(3, 9)), draw.pick(['relu', 'elu', 'selu']));
    const activation = draw.pick(['sigmoid', 'sigmoid', 'hard_sigmoid', 'softmax']);
    return both(fixed, { activation, kernel: properKernel(activation) });
  },
  activation_unbounded(draw, sound) {
    if (!dense(sound)) return null;
    const fixed = withActivation(withDepth(sound, draw.whole(2, 5)), 'relu');
    return both(fixed, { activation: 'exponential' });
  },
  activation_missing(draw, sound) {
    if (!dense(sound) || sound.source.needs !== 'bend') return null;
    const fixed = withActivation(withDepth(sound, draw.whole(1, 4)), draw.pick(['relu', 'tanh', 'elu']));
    return both(fixed, { activation: 'linear', kernel: properKernel('linear') });
  },
  lr_too_high(draw, sound) {
    const name = draw.pick(['SGD', 'momentum', 'Adam', 'RMSprop', 'Nadam', 'Adamax', 'AdamW', 'Adagrad']);
    const fixed = { ...sound, optimizer: usualOptimizer(draw, name) };
    return { fixed, broken: withOptimizer(fixed, { learning_rate: rateOf(fixed) * draw.magnitude(12, 1000) }) };
  },
  lr_too_low(draw, sound) {
    const name = draw.pick(['SGD', 'momentum', 'Adam', 'RMSprop', 'Nadam', 'Adamax', 'Adagrad']);
    const fixed = { ...sound, optimizer: usualOptimizer(draw, name) };
    return { fixed, broken: withOptimizer(fixed, { learning_rate: rateOf(fixed) / draw.magnitude(20, 5000) }) };
  },
  optimizer_setting(draw, sound) {
    const kind = draw.whole(0, 3);
    const fixed = {
      ...sound,
      optimizer: usualOptimizer(
        draw,
        kind === 0
          ? draw.pick(['Adam', 'RMSprop', 'Nadam', 'Adamax'])
          : kind === 3
            ? 'AdamW'
            : draw.pick(['SGD', 'momentum']),
      ),
    };
    const setting = [
      { epsilon: draw.magnitude(1, 100) },
      { [draw.pick(['clipnorm', 'global_clipnorm'])]: draw.magnitude(1e-5, 1e-3) },
      { clipvalue: draw.magnitude(1e-6, 1e-4) },
      { weight_decay: draw.magnitude(3, 60) },
    ][kind];
    return { fixed, broken: withOptimizer(fixed, setting ?? {}) };
  },
  output_activation_missing(_draw, sound) {
    if (regression(sound)) return null;
    return both(sound, { output: { ...sound.output, activation: 'linear' } });
  },
  output_activation_wrong(draw, sound) {
    const { task } = sound.source.spec;
    const wrong = (activation: string) => both(sound, { output: { ...sound.output, activation } });
    if (task === 'regression') return wrong(draw.pick(['sigmoid', 'relu', 'softmax', 'softplus', 'exponential']));
    if (task === 'multilabel') return wrong(draw.pick(['softmax', 'relu']));
    if (task === 'binary') return wrong(draw.pick(['softmax', 'relu', 'tanh']));
    if (draw.chance(0.4)) {
      const loss = part(sound.target === 'int' ? 'SparseCategoricalCrossentropy' : 'CategoricalCrossentropy', {
        from_logits: true,
      });
      return {
        broken: { ...sound, loss },
        fixed: { ...sound, loss, output: { ...sound.output, activation: 'linear' } },
      };
    }
    return wrong(draw.pick(['relu', 'tanh', 'sigmoid']));
  },
  loss_wrong(draw, sound) {
    if (regression(sound))
      return both(sound, {
        loss: draw.pick([
          'cosine_similarity',
          'mean_absolute_percentage_error',
          'binary_crossentropy',
          'mean_squared_logarithmic_error',
          'poisson',
          'hinge',
        ]),
      });
    if (sound.source.spec.task !== 'multiclass')
      return both(sound, {
        loss: draw.pick(['hinge', 'squared_hinge', 'cosine_similarity', 'mean_absolute_percentage_error']),
      });
    const fixed: Recipe = {
      ...sound,
      loss: 'categorical_crossentropy',
      target: 'onehot',
      optimizer: draw.chance(0.6) ? usualOptimizer(draw, 'SGD') : sound.optimizer,
    };
    return both(fixed, {
      loss: draw.pick([
        'mean_squared_error',
        'mean_absolute_error',
        'hinge',
        'squared_hinge',
        'mean_absolute_percentage_error',
      ]),
    });
  },
  input_unscaled(draw, sound) {
    const width = sound.source.shape.at(-1) ?? 1;
    const step = draw.pick([
      { op: 'scale', factor: draw.magnitude(60, 2000) } as const,
      { op: 'scale', factor: draw.magnitude(0.0005, 0.005) } as const,
      { op: 'shift', offset: draw.magnitude(30, 500) } as const,
      { op: 'scale_feature', index: draw.whole(0, width - 1), factor: draw.magnitude(1000, 50000) } as const,
    ]);
    return both(sound, { preprocess: [step] });
  },
  labels_corrupted(draw, sound) {
    if (!classifies(sound) || sound.source.table === null) return null;
    const share = draw.pick([1, 1, 0.9, 0.75]);
    return {
      fixed: sound,
      broken: sound,
      relabel: (random, labels) => {
        const places = random.shuffled(labels.map((_, i) => i)).slice(0, Math.round(share * labels.length));
        const mixed = random.shuffled(places);
        const next = [...labels];
        places.forEach((place, i) => {
          next[place] = labels[mixed[i] ?? place] ?? 0;
        });
        return next;
      },
    };
  },
  labels_constant(draw, sound) {
    if (!classifies(sound)) return null;
    const value = draw.whole(0, (sound.source.spec.n_classes ?? 2) - 1);
    return both(sound, { labels: { train_labels_constant: value } });
  },
  clipping_missing(draw, sound) {
    const clip = { clipnorm: draw.pick([0.1, 0.3, 1]) };
    if (sound.source.needs === 'memory') {
      const recurrent = {
        cell: 'SimpleRNN',
        units: draw.pick([8, 12, 16]),
        activation: draw.pick(['relu', 'linear']),
        kernel: part('Orthogonal', { gain: draw.uniform(1.05, 1.3) }),
      };
      const broken = {
        ...sound,
        recurrent,
        optimizer: part('SGD', { learning_rate: draw.magnitude(0.02, 0.1), momentum: 0 }),
      };
      return { broken, fixed: withOptimizer(broken, clip) };
    }
    if (!regression(sound)) return null;
    const deep = withDepth(withActivation(sound, 'linear'), draw.whole(6, 12), 24);
    const broken = {
      ...deep,
      kernel: part('Orthogonal', { gain: draw.uniform(1.15, 1.4) }),
      optimizer: part('SGD', { learning_rate: draw.magnitude(0.003, 0.01), momentum: 0 }),
    };
    return { broken, fixed: withOptimizer(broken, clip) };
  },
  regularization_too_strong(draw, sound) {
    const penalty = draw.chance(0.5)
      ? part('L2', { l2: draw.magnitude(0.1, 10) })
      : part('L1', { l1: draw.magnitude(0.01, 1) });
    return both(sound, { penalty });
  },
  dropout_too_high(draw, sound) {
    const fixed = dense(sound) ? withDepth(sound, draw.whole(1, 4), draw.pick([8, 16, 32, 64])) : sound;
    return both(fixed, { dropout: draw.pick([0.8, 0.9, 0.95, 0.97]) });
  },
  batchnorm_statistics(draw, sound) {
    if (sound.source.needs === 'memory') return null;
    const deep = withDepth(sound, draw.whole(1, 3));
    if (draw.chance(0.5))
      return {
        fixed: { ...deep, normalization: 0.9 },
        broken: { ...deep, normalization: draw.pick([0.9995, 0.9999, 0.99999]) },
      };
    const fixed = { ...deep, normalization: 0.9, fit: { ...deep.fit, batch_size: 32 } };
    return {
      fixed,
      broken: { ...fixed, normalization: draw.pick([0, 0.5, 0.9]), fit: { ...fixed.fit, batch_size: 2 } },
    };
  },
  batch_too_small(draw, sound) {
    const optimizer = draw.chance(0.7)
      ? part('SGD', { learning_rate: draw.magnitude(0.03, 0.1), momentum: 0.9 })
      : part('Adam', { learning_rate: draw.magnitude(0.01, 0.03) });
    const fixed = { ...sound, optimizer, fit: { epochs: Math.min(20, sound.fit.epochs), batch_size: 32 } };
    return both(fixed, { fit: { ...fixed.fit, batch_size: draw.pick([1, 1, 2]) } });
  },
  too_few_epochs(draw, sound) {
    const epochs = draw.whole(1, 3);
    return both(sound, { fit: { ...sound.fit, epochs } });
  },
  capacity_too_small(draw, sound) {
    if (!dense(sound)) return null;
    if (sound.source.needs === 'bend' && draw.chance(0.6)) {
      const fixed = withDepth(sound, draw.whole(1, 2), 32);
      return both(fixed, { widths: fixed.widths.map(() => draw.whole(1, 2)) });
    }
    const fixed = withDepth(sound, draw.whole(2, 4), 32);
    const place = draw.whole(0, fixed.widths.length - 1);
    return both(fixed, { widths: fixed.widths.map((width, i) => (i === place ? 1 : width)) });
  },
};

/** What people do that is unusual, and fine. */
export const practices: Readonly<Record<string, (draw: Draw, sound: Recipe) => Recipe | null>> = {
  plain: (_draw, sound) => sound,
  'large-batch': (draw, sound) => {
    const batch = draw.pick([160, 320]);
    return {
      ...withOptimizer(sound, { learning_rate: rateOf(sound) * 2 }),
      fit: { batch_size: batch, epochs: epochsFor(sound.source, batch, 350) },
    };
  },
  'small-batch': (draw, sound) => ({
    ...withOptimizer(sound, { learning_rate: rateOf(sound) / 6 }),
    fit: { batch_size: draw.pick([4, 8]), epochs: 12 },
  }),
  'single-samples': (draw, sound) => ({
    ...sound,
    optimizer: draw.chance(0.5)
      ? part('SGD', { learning_rate: 0.01, momentum: 0 })
      : part('Adam', { learning_rate: 0.0005 }),
    fit: { batch_size: 1, epochs: 6 },
  }),
  'small-rate': (draw, sound) => ({
    ...sound,
    optimizer: part(draw.pick(['Adam', 'RMSprop']), { learning_rate: draw.magnitude(0.0002, 0.0006) }),
    fit: { ...sound.fit, epochs: 4 * sound.fit.epochs },
  }),
  'deep-normalized': (draw, sound) =>
    dense(sound) ? { ...withDepth(sound, draw.whole(4, 7)), normalization: draw.pick([0.9, 0.95]) } : null,
  'sigmoid-normalized': (_draw, sound) =>
    dense(sound) ? { ...withDepth(withActivation(sound, 'sigmoid'), 3), normalization: 0.9 } : null,
  'deep-he': (draw, sound) =>
    dense(sound) ? withDepth(withActivation(sound, draw.pick(['relu', 'leaky_relu', 'elu'])), draw.whole(6, 14)) : null,
  'deep-tanh': (draw, sound) => (dense(sound) ? withDepth(withActivation(sound, 'tanh'), draw.whole(4, 9)) : null),
  'deep-selu': (draw, sound) => (dense(sound) ? withDepth(withActivation(sound, 'selu'), draw.whole(5, 12)) : null),
  'glorot-relu': (draw, sound) =>
    dense(sound)
      ? { ...withDepth(withActivation(sound, 'relu'), draw.whole(1, 5)), kernel: part('GlorotUniform') }
      : { ...withActivation(sound, 'relu'), kernel: part('GlorotUniform') },
  'shallow-sigmoid': (draw, sound) => ({
    ...withDepth(withActivation(sound, 'sigmoid'), draw.whole(1, 2)),
    optimizer: part('Adam', { learning_rate: 0.01 }),
    fit: { ...sound.fit, epochs: 2 * sound.fit.epochs },
  }),
  'plain-sgd': (draw, sound) => ({
    ...sound,
    optimizer: part('SGD', { learning_rate: draw.magnitude(0.1, 0.5), momentum: 0 }),
    fit: { ...sound.fit, epochs: 2 * sound.fit.epochs },
  }),
  momentum: (draw, sound) => ({ ...sound, optimizer: usualOptimizer(draw, 'momentum') }),
  'half-dropped': (draw, sound) =>
    dense(sound)
      ? { ...withDepth(sound, draw.whole(1, 2), 128), dropout: draw.pick([0.3, 0.5]) }
      : { ...sound, dropout: 0.25 },
  decay: (draw, sound) => ({
    ...sound,
    optimizer: part('AdamW', { learning_rate: 0.003, weight_decay: draw.magnitude(0.004, 0.1) }),
  }),
  penalty: (draw, sound) => ({
    ...sound,
    penalty: draw.pick([part('L2', { l2: draw.magnitude(0.0001, 0.001) }), part('L1', { l1: 0.0001 })]),
  }),
  'cosine-schedule': (draw, sound) =>
    withOptimizer(sound, {
      learning_rate: schedule('CosineDecay', {
        initial_learning_rate: 2 * rateOf(sound),
        decay_steps: steps(sound),
        alpha: draw.uniform(0, 0.1),
      }),
    }),
  'step-schedule': (_draw, sound) =>
    withOptimizer(sound, {
      learning_rate: schedule('ExponentialDecay', {
        initial_learning_rate: 1.5 * rateOf(sound),
        decay_steps: Math.ceil(steps(sound) / 4),
        decay_rate: 0.4,
        staircase: true,
      }),
    }),
  clipped: (draw, sound) => withOptimizer(sound, { clipnorm: draw.pick([0.5, 1, 5]) }),
  linear: (_draw, sound) =>
    sound.source.needs === 'line' ? { ...withDepth(sound, 0), optimizer: part('Adam', { learning_rate: 0.01 }) } : null,
  'linear-stack': (_draw, sound) =>
    sound.source.needs === 'line' && dense(sound) ? withActivation(withDepth(sound, 2), 'linear') : null,
  logits: (_draw, sound) => {
    if (sound.source.spec.task === 'regression' || sound.source.spec.task === 'multilabel') return null;
    const name =
      sound.source.spec.task === 'binary'
        ? 'BinaryCrossentropy'
        : sound.target === 'int'
          ? 'SparseCategoricalCrossentropy'
          : 'CategoricalCrossentropy';
    // Binary accuracy takes answers above 0.5 for class 1, so logits are judged a little off.
    return { ...sound, loss: part(name, { from_logits: true }), output: { ...sound.output, activation: 'linear' } };
  },
  'robust-loss': (draw, sound) =>
    regression(sound) ? { ...sound, loss: draw.pick(['mean_absolute_error', 'huber', 'log_cosh']) } : null,
  'two-squares': (_draw, sound) =>
    sound.source.spec.task === 'binary'
      ? { ...sound, loss: 'mean_squared_error', optimizer: part('Adam', { learning_rate: 0.005 }) }
      : null,
  'adam-squares': (_draw, sound) =>
    sound.source.spec.task === 'multiclass'
      ? { ...sound, loss: 'mean_squared_error', target: 'onehot', optimizer: part('Adam', { learning_rate: 0.004 }) }
      : null,
  'two-softmax': (_draw, sound) =>
    sound.source.spec.task === 'binary'
      ? {
          ...sound,
          loss: 'sparse_categorical_crossentropy',
          target: 'int',
          output: { units: 2, activation: 'softmax' },
        }
      : null,
  'one-hot-binary': (_draw, sound) =>
    sound.source.spec.task === 'multiclass'
      ? { ...sound, loss: 'binary_crossentropy', target: 'onehot', output: { ...sound.output, activation: 'sigmoid' } }
      : null,
  'coarse-inputs': (draw, sound) => ({
    ...sound,
    preprocess: [
      { op: 'scale', factor: draw.magnitude(0.3, 4) },
      { op: 'shift', offset: draw.uniform(-1, 1) },
    ],
  }),
  funnel: (draw, sound) => (dense(sound) ? { ...sound, widths: [64, 32, draw.pick([16, 12])] } : null),
  wide: (_draw, sound) => (dense(sound) ? withDepth(sound, 1, 256) : null),
  orthogonal: (_draw, sound) => ({ ...withActivation(sound, 'tanh'), kernel: part('Orthogonal', { gain: 1 }) }),
  'small-positive-bias': (_draw, sound) => ({
    ...withActivation(sound, 'relu'),
    bias: part('Constant', { value: 0.1 }),
  }),
  adadelta: (_draw, sound) => ({
    ...sound,
    optimizer: part('Adadelta', { learning_rate: 1 }),
    fit: { ...sound.fit, epochs: 2 * sound.fit.epochs },
  }),
  long: (_draw, sound) => ({ ...sound, fit: { ...sound.fit, epochs: 5 * sound.fit.epochs } }),
};

const schedule = (className: string, config: Readonly<Record<string, unknown>>) => ({
  module: 'keras.optimizers.schedules',
  class_name: className,
  config,
  registered_name: null,
});
const steps = ({ fit, source }: Recipe): number => fit.epochs * Math.ceil(source.samples / fit.batch_size);

/** Whether a source suits a cause at all; saves trainings that would be thrown away. */
export const suits = (cause: string, source: Source): boolean =>
  cause === 'clipping_missing' ? source.needs === 'memory' || source.spec.task === 'regression' : true;
