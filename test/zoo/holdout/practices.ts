import type { Draw } from './draw.ts';
import { epochsFor, part, type Recipe, usualOptimizer, withActivation, withDepth, withOptimizer } from './recipe.ts';
import { dense, rateOf, regression } from './traits.ts';

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
