import { POINTS, trainingRows } from '../data/data-shapes.ts';
import { netSpec } from '../net/net-spec.ts';
import type { DataName, PlaygroundState } from '../state/playground-state.ts';
import { EPOCHS } from './epochs.ts';
import { inPython } from './print.ts';

const polar = 'ops.stack([radius * ops.cos(angle), radius * ops.sin(angle)], axis=1)';

/** Lines that make the points `clean` of n rows and their classes `y`. */
const pointLines: Readonly<Record<Exclude<DataName, 'digits'>, (seed: number) => readonly string[]>> = {
  circles: (seed) => [
    'y = ops.arange(n) % 2',
    `angle = keras.random.uniform((n,), maxval=2 * math.pi, seed=${seed})`,
    'radius = ops.where(y == 0, 0.9, 0.4)',
    `clean = ${polar}`,
  ],
  moons: (seed) => [
    'y = ops.arange(n) % 2',
    `angle = keras.random.uniform((n,), maxval=math.pi, seed=${seed})`,
    'side = ops.where(y == 0, 1.0, -1.0)',
    'first = side * (0.6 * ops.cos(angle) - 0.3)',
    'second = side * (0.6 * ops.sin(angle) - 0.15)',
    'clean = ops.stack([first, second], axis=1)',
  ],
  spirals: (seed) => [
    'y = ops.arange(n) % 2',
    `radius = keras.random.uniform((n,), minval=0.05, seed=${seed})`,
    'turn = ops.where(y == 0, 0.0, math.pi)',
    'angle = 3 * math.pi * radius + turn',
    `clean = ${polar}`,
  ],
  xor: (seed) => [
    `clean = keras.random.uniform((n, 2), minval=-1, maxval=1, seed=${seed})`,
    'y = ops.cast(ops.prod(clean, axis=1) < 0, "int32")',
  ],
  blobs: (seed) => [
    'y = ops.arange(n) % 3',
    'angle = 2 * math.pi / 3 * ops.cast(y, "float32")',
    'radius = 0.6',
    `clean = ${polar} + keras.random.normal((n, 2), stddev=0.15, seed=${seed})`,
  ],
};

function dataLines({ data, noise, seed, testShare }: PlaygroundState): string[] {
  if (data === 'digits')
    return [
      '# The same 1,797 images; which of them are for testing is drawn otherwise than in Keratin.',
      'x, y = load_digits(return_X_y=True)',
      'x_train, x_test, y_train, y_test = train_test_split(',
      `    x / 16, y, test_size=${testShare}, stratify=y, random_state=${seed}`,
      ')',
    ];
  const cut = trainingRows(testShare);
  return [
    `n = ${POINTS}`,
    ...pointLines[data](seed),
    `x = clean + keras.random.normal((n, 2), stddev=${noise}, seed=${seed + 1})`,
    `x_train, x_test = x[:${cut}], x[${cut}:]`,
    `y_train, y_test = y[:${cut}], y[${cut}:]`,
  ];
}

/** The Python that does the same with Keras; on JAX it draws the same points and the same initial weights. */
export function kerasCode(state: PlaygroundState): string {
  const spec = netSpec(state);
  const digits = state.data === 'digits';
  const add = spec.block.map((layer) => `model.add(${inPython(layer)})`);
  const block = spec.depth === 1 ? add : [`for _ in range(${spec.depth}):`, ...add.map((line) => `    ${line}`)];
  const standardize = spec.standardize
    ? [
        'normalization = keras.layers.Normalization(axis=None)',
        'normalization.adapt(x_train)',
        'model.add(normalization)',
      ]
    : [];
  const lines = [
    ...(digits ? [] : ['import math']),
    'import os',
    '',
    'os.environ["KERAS_BACKEND"] = "jax"  # it draws the numbers that Keratin draws',
    'import keras',
    ...(digits
      ? ['from sklearn.datasets import load_digits', 'from sklearn.model_selection import train_test_split']
      : ['from keras import ops']),
    '',
    ...dataLines(state),
    '',
    `keras.utils.set_random_seed(${state.seed})`,
    `model = keras.Sequential([keras.Input((${spec.features},))])`,
    ...standardize,
    ...block,
    `model.add(${inPython(spec.output)})`,
    'model.compile(',
    `    optimizer=${inPython(spec.optimizer)},`,
    `    loss="${spec.loss}",`,
    '    metrics=["accuracy"],',
    ')',
    'model.fit(',
    '    x_train,',
    '    y_train,',
    `    epochs=${EPOCHS},`,
    `    batch_size=${spec.batchSize},`,
    '    validation_data=(x_test, y_test),',
    ')',
  ];
  // The clock, numbers and axes are imported where they are used only.
  const text = `${lines.join('\n')}\n`;
  return /math\.pi/.test(text) ? text : text.replace('import math\n', '');
}
