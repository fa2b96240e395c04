import { type ChoiceField, choice, type FlagField, flag, type NumberField, number } from './field.ts';

export type DataName = 'circles' | 'moons' | 'spirals' | 'xor' | 'blobs' | 'digits';
export type ActivationName =
  | 'linear'
  | 'sigmoid'
  | 'tanh'
  | 'softsign'
  | 'relu'
  | 'leaky_relu'
  | 'elu'
  | 'selu'
  | 'gelu'
  | 'silu';
export type InitializerName =
  | 'glorot_uniform'
  | 'glorot_normal'
  | 'he_normal'
  | 'he_uniform'
  | 'lecun_normal'
  | 'lecun_uniform'
  | 'orthogonal'
  | 'normal_1'
  | 'normal_0.01'
  | 'zeros';
export type NormalizationName = 'none' | 'batch' | 'layer';
export type OptimizerName = 'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw' | 'nadam';
export type ClippingName = 'none' | 'clipvalue' | 'clipnorm' | 'global_clipnorm';

/** Everything that a visitor of the playground chooses: data, net and training, to the seed. */
export interface PlaygroundState {
  readonly data: DataName;
  /** Standard deviation of what is added to the points; the digits are as they were written. */
  readonly noise: number;
  /** The share of the samples that is kept for testing. */
  readonly testShare: number;
  /** Whether a Normalization layer in front subtracts the mean and divides by the deviation. */
  readonly standardize: boolean;
  /** Hidden layers. */
  readonly depth: number;
  /** Units of each hidden layer. */
  readonly width: number;
  readonly activation: ActivationName;
  readonly initializer: InitializerName;
  /** Of each hidden layer's pre-activations. */
  readonly normalization: NormalizationName;
  /** The share of each hidden layer's activations that is dropped in training. */
  readonly dropout: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly clipping: ClippingName;
  /** What `clipping` clips at. */
  readonly clipAt: number;
  readonly seed: number;
}

type FieldOf<T> = [T] extends [boolean]
  ? FlagField
  : [T] extends [number]
    ? NumberField
    : [T] extends [string]
      ? ChoiceField<T>
      : never;

/** The settings, in the order of links. Standards belong to version 1 of links: changing one needs a new version. */
export const fields: { readonly [K in keyof PlaygroundState]: FieldOf<PlaygroundState[K]> } = {
  data: choice(
    'Data',
    { circles: 'Circles', moons: 'Moons', spirals: 'Spirals', xor: 'XOR', blobs: 'Blobs', digits: 'Digits' },
    'spirals',
  ),
  noise: number('Noise', 0.02, { min: 0, max: 0.5, stops: [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3] }),
  testShare: number('Test share', 0.3, { min: 0.1, max: 0.9, stops: [0.1, 0.2, 0.3, 0.5, 0.7, 0.9] }),
  standardize: flag('Standardize inputs', false),
  depth: number('Hidden layers', 3, { min: 1, max: 20, whole: true, stops: [1, 2, 3, 4, 6, 8, 10, 12, 16, 20] }),
  width: number('Units per layer', 32, { min: 1, max: 128, whole: true, stops: [1, 2, 4, 8, 16, 32, 64, 128] }),
  activation: choice(
    'Activation',
    {
      linear: 'Linear',
      sigmoid: 'Sigmoid (logistic)',
      tanh: 'Tanh',
      softsign: 'Softsign',
      relu: 'ReLU',
      leaky_relu: 'Leaky ReLU',
      elu: 'ELU',
      selu: 'SELU',
      gelu: 'GELU',
      silu: 'SiLU (swish)',
    },
    'elu',
  ),
  initializer: choice(
    'Initial weights',
    {
      glorot_uniform: 'Glorot uniform',
      glorot_normal: 'Glorot normal',
      he_normal: 'He normal',
      he_uniform: 'He uniform',
      lecun_normal: 'LeCun normal',
      lecun_uniform: 'LeCun uniform',
      orthogonal: 'Orthogonal',
      normal_1: 'Normal N(0, 1)',
      'normal_0.01': 'Normal N(0, 0.01²)',
      zeros: 'Zeros',
    },
    'he_normal',
  ),
  normalization: choice(
    'Normalization',
    { none: 'None', batch: 'Batch normalization', layer: 'Layer normalization' },
    'none',
  ),
  dropout: number('Dropout', 0, { min: 0, max: 0.8, stops: [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8] }),
  optimizer: choice(
    'Optimizer',
    {
      sgd: 'SGD',
      momentum: 'SGD, momentum 0.9',
      nesterov: 'SGD, Nesterov 0.9',
      adagrad: 'Adagrad',
      rmsprop: 'RMSprop',
      adam: 'Adam',
      adamw: 'AdamW',
      nadam: 'Nadam',
    },
    'adam',
  ),
  learningRate: number('Learning rate', 0.01, {
    min: 1e-6,
    max: 10,
    stops: [1e-5, 3e-5, 1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  }),
  batchSize: number('Batch size', 32, { min: 1, max: 512, whole: true, stops: [1, 2, 4, 8, 16, 32, 64, 128, 256] }),
  clipping: choice(
    'Gradient clipping',
    { none: 'None', clipvalue: 'By value', clipnorm: 'By norm, each weight', global_clipnorm: 'By norm, all together' },
    'none',
  ),
  clipAt: number('Clip at', 1, { min: 1e-4, max: 100, stops: [0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10] }),
  seed: number('Seed', 42, { min: 0, max: 999_999_999, whole: true, stops: [1, 2, 3, 7, 42, 113] }),
};

export const fieldNames = [
  'data',
  'noise',
  'testShare',
  'standardize',
  'depth',
  'width',
  'activation',
  'initializer',
  'normalization',
  'dropout',
  'optimizer',
  'learningRate',
  'batchSize',
  'clipping',
  'clipAt',
  'seed',
] as const satisfies readonly (keyof PlaygroundState)[];

/** What a first visitor sees: a net that learns. */
export const standardState: PlaygroundState = {
  data: fields.data.standard,
  noise: fields.noise.standard,
  testShare: fields.testShare.standard,
  standardize: fields.standardize.standard,
  depth: fields.depth.standard,
  width: fields.width.standard,
  activation: fields.activation.standard,
  initializer: fields.initializer.standard,
  normalization: fields.normalization.standard,
  dropout: fields.dropout.standard,
  optimizer: fields.optimizer.standard,
  learningRate: fields.learningRate.standard,
  batchSize: fields.batchSize.standard,
  clipping: fields.clipping.standard,
  clipAt: fields.clipAt.standard,
  seed: fields.seed.standard,
};

/** Whether two states say the same. */
export const sameState = (a: PlaygroundState, b: PlaygroundState): boolean =>
  fieldNames.every((name) => a[name] === b[name]);
