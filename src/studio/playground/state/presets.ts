import { type PlaygroundState, standardState } from './playground-state.ts';

/** A state that shows something, with the two sentences that say what. */
export interface Preset {
  readonly title: string;
  readonly story: string;
  readonly state: PlaygroundState;
}

const deep: PlaygroundState = {
  ...standardState,
  data: 'circles',
  noise: 0.05,
  depth: 8,
  width: 8,
  optimizer: 'sgd',
  learningRate: 0.1,
};
const sigmoids: PlaygroundState = { ...deep, activation: 'sigmoid', initializer: 'normal_1' };
const exploding: PlaygroundState = {
  ...deep,
  depth: 10,
  width: 16,
  activation: 'tanh',
  initializer: 'normal_1',
  optimizer: 'momentum',
  learningRate: 0.03,
};

/** The stories of the chapter "Training Deep Neural Networks", in its order. */
export const presets = {
  start: {
    title: 'A net that learns',
    story:
      'Three ELU layers with He weights wind a boundary around two spirals. The gradient is about as large at every layer, which is what all the other stories are about.',
    state: standardState,
  },
  vanishing: {
    title: 'Vanishing gradients',
    story:
      'Eight sigmoid layers with weights from N(0, 1), as was usual before 2010. Each layer takes most of the gradient, so that a ten-thousandth of it arrives at the lowest, and nothing is learned.',
    state: sigmoids,
  },
  he: {
    title: 'He mends it',
    story:
      'The same net with ReLU and He weights, of variance 2 / fan-in. Half of the units are off at any time, and the doubled variance makes up for that: the gradient arrives whole.',
    state: { ...deep, activation: 'relu', initializer: 'he_normal', width: 16 },
  },
  selu: {
    title: 'SELU and LeCun',
    story:
      'Twenty SELU layers with LeCun weights, of variance 1 / fan-in, on standardized inputs. Activations normalize themselves on their way up, and twenty layers learn without any normalization.',
    state: {
      ...standardState,
      depth: 20,
      width: 16,
      activation: 'selu',
      initializer: 'lecun_normal',
      standardize: true,
      learningRate: 0.003,
    },
  },
  batch: {
    title: 'Batch normalization',
    story:
      'The vanishing net again, with batch normalization before each sigmoid. Pre-activations are kept where the sigmoid is steep, so that even these weights learn.',
    state: { ...sigmoids, normalization: 'batch', width: 16 },
  },
  exploding: {
    title: 'Exploding gradients',
    story:
      'Ten tanh layers with weights from N(0, 1): the gradient doubles from layer to layer on its way down. The first large step throws the lowest layers into saturation, where they stay.',
    state: exploding,
  },
  clipping: {
    title: 'Clipping mends it',
    story:
      'The exploding net with all gradients together clipped at norm 0.3. Direction is kept and length is bounded, so that no step can throw the weights away, and the net learns.',
    state: { ...exploding, clipping: 'global_clipnorm', clipAt: 0.3 },
  },
  dead: {
    title: 'Dead ReLUs',
    story:
      'Four ReLU layers at a learning rate of 0.3, far too high for Adam. Units are thrown to where no sample activates them; without a slope there is no gradient that could bring them back.',
    state: {
      ...deep,
      depth: 4,
      width: 16,
      activation: 'relu',
      initializer: 'he_normal',
      optimizer: 'adam',
      learningRate: 0.3,
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets).filter((name): name is PresetName => Object.hasOwn(presets, name));
