import { callbacks, initializers, layers, losses, Model, metrics, optimizers, regularizers, Sequential } from 'keratin';
import { expect, test } from 'vitest';

/*
 * Mistakes that the compiler must see: every `@ts-expect-error` here fails to compile as soon as its line compiles.
 * Whoever writes JavaScript, or reads a config, meets the same mistakes at run time, so each is looked at there too.
 */

const net = () => new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);

test.each<[string, () => unknown, string]>([
  [
    'a misspelt activation',
    // @ts-expect-error
    () => new layers.Dense(10, { activation: 'rellu' }),
    'Did you mean "relu"? Received: "rellu"',
  ],
  [
    'a misspelt initializer',
    // @ts-expect-error
    () => new layers.Dense(10, { kernelInitializer: 'he_norm' }),
    'Did you mean "he_normal"? Received: "he_norm"',
  ],
  [
    'an option in snake case',
    // @ts-expect-error
    () => new layers.Dense(10, { kernel_initializer: 'he_normal' }),
    'Did you mean "kernelInitializer"?',
  ],
  [
    'an option of another layer',
    // @ts-expect-error
    () => new layers.Dropout(0.5, { momentum: 0.9 }),
    'Unknown option of',
  ],
  [
    'an option by position',
    // @ts-expect-error
    () => new layers.Dense(10, 'relu'),
    'The options of Dense must be given by name, such as { activation: ... }. Received: "relu"',
  ],
  [
    'units as text',
    // @ts-expect-error
    () => new layers.Dense('10'),
    '`units` must be a positive integer. Received: units="10"',
  ],
  [
    'no units',
    // @ts-expect-error
    () => new layers.Dense(),
    '`units` must be a positive integer. Received: units=undefined',
  ],
  [
    'a misspelt optimizer',
    // @ts-expect-error
    () => net().compile({ optimizer: 'addam', loss: 'mse' }),
    'Did you mean "adam"? Received: "addam"',
  ],
  [
    'a misspelt loss',
    // @ts-expect-error
    () => net().compile({ optimizer: 'adam', loss: 'sparse_categorical_crosentropy' }),
    'Did you mean "sparse_categorical_crossentropy"?',
  ],
  [
    'a misspelt metric',
    // @ts-expect-error
    () => net().compile({ optimizer: 'adam', loss: 'mse', metrics: ['acuracy'] }),
    'Did you mean "accuracy"? Received: "acuracy"',
  ],
  [
    "the optimizer's old option `lr`",
    // @ts-expect-error
    () => new optimizers.SGD({ lr: 0.1 }),
    'Unknown option of SGD',
  ],
  [
    'a learning rate as text',
    // @ts-expect-error
    () => new optimizers.Adam({ learningRate: '0.001' }),
    '`learningRate` must be a finite number or a LearningRateSchedule',
  ],
  [
    'a reduction that there is not',
    // @ts-expect-error
    () => new losses.Huber({ reduction: 'average' }),
    'Unknown reduction',
  ],
  [
    'a curve that there is not',
    // @ts-expect-error
    () => new metrics.AUC({ curve: 'roc' }),
    '`curve` must be one of "ROC", "PR", "PRGAIN"',
  ],
  [
    'a mode that there is not',
    // @ts-expect-error
    () => new callbacks.EarlyStopping({ mode: 'lower' }),
    '`mode` must be one of',
  ],
  [
    'a distribution that there is not',
    // @ts-expect-error
    () => new initializers.VarianceScaling({ distribution: 'gaussian' }),
    '`distribution` must be one of',
  ],
  [
    'a misspelt regularizer',
    // @ts-expect-error
    () => regularizers.get('l3'),
    'Unknown regularizer',
  ],
  [
    'a misspelt option of a model',
    // @ts-expect-error
    () => new Model({ input: new layers.Input({ shape: [2] }) }),
    'Did you mean "inputs"?',
  ],
])('%s fails to compile, and to run', (_, mistake, message) => expect(mistake).toThrow(message));

test('fit takes numbers, not options of other calls', async () => {
  const model = net();
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const x = [[1, 2]];
  // @ts-expect-error
  await expect(model.fit(x, [[1]], { epoch: 3 })).rejects.toThrow('Did you mean "epochs"?');
  // @ts-expect-error
  await expect(model.fit(x, [[1]], { batchSize: '32' })).rejects.toThrow('`batchSize` must be');
  // @ts-expect-error
  await expect(model.fit(x, [['one']])).rejects.toThrow('Nested arrays must hold numbers');
});
