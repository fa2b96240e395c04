import { dataShapes } from '../data/data-shapes.ts';
import type { ActivationName, InitializerName, OptimizerName, PlaygroundState } from '../state/playground-state.ts';

/** Initial weights: Keras's name, or a normal distribution with a deviation of its own. */
export type InitializerSpec =
  | Exclude<InitializerName, 'normal_1' | 'normal_0.01'>
  | { readonly name: 'RandomNormal'; readonly options: { readonly stddev: number } };

export interface DenseSpec {
  readonly name: 'Dense';
  readonly first: number;
  readonly options: {
    readonly activation?: ActivationName | 'softmax';
    readonly useBias?: false;
    readonly kernelInitializer?: InitializerSpec;
  };
}

/** A layer as the line that makes it: its class, what comes first, and its options, none of them at its default. */
export type LayerSpec =
  | DenseSpec
  | { readonly name: 'BatchNormalization'; readonly options: { readonly momentum: number } }
  | { readonly name: 'LayerNormalization'; readonly options: Readonly<Record<string, never>> }
  | { readonly name: 'Activation'; readonly first: ActivationName; readonly options: Readonly<Record<string, never>> }
  | {
      readonly name: 'Dropout' | 'AlphaDropout';
      readonly first: number;
      readonly options: Readonly<Record<string, never>>;
    };

type CommonOptimizerOptions = {
  readonly learningRate: number;
  readonly clipvalue?: number;
  readonly clipnorm?: number;
  readonly globalClipnorm?: number;
};

/** An optimizer as the line that makes it. */
export type OptimizerSpec =
  | {
      readonly name: 'SGD';
      readonly options: CommonOptimizerOptions & { readonly momentum?: number; readonly nesterov?: true };
    }
  | {
      readonly name: 'Adagrad' | 'RMSprop' | 'Adam' | 'AdamW' | 'Nadam';
      readonly options: CommonOptimizerOptions;
    };

/** A net and its training, as lines that can be run and printed. */
export interface NetSpec {
  readonly features: number;
  readonly standardize: boolean;
  /** The layers of one hidden block, of which there are `depth`. */
  readonly block: readonly LayerSpec[];
  readonly depth: number;
  readonly output: DenseSpec;
  readonly optimizer: OptimizerSpec;
  readonly loss: 'binary_crossentropy' | 'sparse_categorical_crossentropy';
  readonly batchSize: number;
}

/** With few steps per epoch, averages over the last hundred (Keras's 0.99) would lag behind the net. */
const MOMENTUM = 0.9;

const initializerSpec = (name: InitializerName): InitializerSpec => {
  switch (name) {
    case 'normal_1':
      return { name: 'RandomNormal', options: { stddev: 1 } };
    case 'normal_0.01':
      return { name: 'RandomNormal', options: { stddev: 0.01 } };
    default:
      return name;
  }
};

/** One hidden block: weights, then what normalizes, then the activation, then what drops. */
function blockOf(state: PlaygroundState): LayerSpec[] {
  const { width, activation, normalization, dropout } = state;
  const kernelInitializer =
    state.initializer === 'glorot_uniform' ? {} : { kernelInitializer: initializerSpec(state.initializer) };
  const dropping: LayerSpec[] =
    // SELU stays self-normalizing only under alpha dropout (Klambauer et al. 2017).
    dropout === 0 ? [] : [{ name: activation === 'selu' ? 'AlphaDropout' : 'Dropout', first: dropout, options: {} }];
  if (normalization === 'none') {
    const own = activation === 'linear' ? {} : { activation };
    return [{ name: 'Dense', first: width, options: { ...own, ...kernelInitializer } }, ...dropping];
  }
  return [
    // The normalization's beta takes the bias's place.
    { name: 'Dense', first: width, options: { useBias: false, ...kernelInitializer } },
    normalization === 'batch'
      ? { name: 'BatchNormalization', options: { momentum: MOMENTUM } }
      : { name: 'LayerNormalization', options: {} },
    ...(activation === 'linear' ? [] : ([{ name: 'Activation', first: activation, options: {} }] as const)),
    ...dropping,
  ];
}

const optimizerNames = {
  sgd: 'SGD',
  momentum: 'SGD',
  nesterov: 'SGD',
  adagrad: 'Adagrad',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
  nadam: 'Nadam',
} as const satisfies Record<OptimizerName, OptimizerSpec['name']>;

const clippingOptions = { clipvalue: 'clipvalue', clipnorm: 'clipnorm', global_clipnorm: 'globalClipnorm' } as const;

function optimizerOf({ optimizer, learningRate, clipping, clipAt }: PlaygroundState): OptimizerSpec {
  const name = optimizerNames[optimizer];
  const common = { learningRate, ...(clipping === 'none' ? {} : { [clippingOptions[clipping]]: clipAt }) };
  if (name !== 'SGD') return { name, options: common };
  const momentum = optimizer === 'sgd' ? {} : { momentum: 0.9 };
  return { name, options: { ...common, ...momentum, ...(optimizer === 'nesterov' ? { nesterov: true } : {}) } };
}

/** The net and the training that a state describes. */
export function netSpec(state: PlaygroundState): NetSpec {
  const { features, classes } = dataShapes[state.data];
  const output: DenseSpec =
    classes === 2
      ? { name: 'Dense', first: 1, options: { activation: 'sigmoid' } }
      : { name: 'Dense', first: classes, options: { activation: 'softmax' } };
  return {
    features,
    standardize: state.standardize,
    block: blockOf(state),
    depth: state.depth,
    output,
    optimizer: optimizerOf(state),
    loss: classes === 2 ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
    batchSize: state.batchSize,
  };
}
