import type { Draw } from './draw.ts';
import { part, properKernel, type Recipe, usualOptimizer, withActivation, withDepth, withOptimizer } from './recipe.ts';
import type { Source } from './sources.ts';
import { classifies, dense, normal, rateOf, regression, scaled, uniform } from './traits.ts';

/** A training with a fault, and the same without it. */
export interface Pair {
  readonly broken: Recipe;
  readonly fixed: Recipe;
  /** New training labels, from the true ones. */
  readonly relabel?: (draw: Draw, labels: readonly number[]) => number[];
}

/** Puts a fault into a sound training; null where it can't be put. */
export type Injection = (draw: Draw, sound: Recipe) => Pair | null;

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

/** Whether a source suits a cause at all; saves trainings that would be thrown away. */
export const suits = (cause: string, source: Source): boolean =>
  cause === 'clipping_missing' ? source.needs === 'memory' || source.spec.task === 'regression' : true;
