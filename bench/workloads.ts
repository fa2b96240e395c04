/** What is measured: every peer builds these nets with its own layers, and trains them on the same numbers. */

/** A layer of a net, as every peer must understand it. */
export type LayerSpec =
  | { readonly kind: 'flatten' }
  | { readonly kind: 'batchNormalization' }
  | { readonly kind: 'conv2d'; readonly filters: number; readonly size: number; readonly activation: 'relu' }
  | { readonly kind: 'maxPooling2d'; readonly size: number }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'elu' | 'relu' }
  | {
      /** Self-attention and a feed-forward net, each with a residual connection and layer normalization after it. */
      readonly kind: 'transformerBlock';
      readonly heads: number;
      readonly feedForward: number;
    }
  | { readonly kind: 'globalAveragePooling1D' }
  /** Gives its last output. */
  | { readonly kind: 'lstm'; readonly units: number };

/** A net that ends in one softmax unit per class. */
interface Net {
  readonly title: string;
  readonly inputShape: readonly number[];
  readonly layers: readonly LayerSpec[];
  readonly initializer: 'he_normal' | 'glorot_uniform';
  readonly classes: number;
  readonly batchSize: number;
}

/** A net whose training step (Adam) is timed, on random inputs and labels. */
export interface TrainingWorkload extends Net {
  readonly kind: 'training';
  /** Batches of an epoch. The loss is read at its end by those that can go on without it. */
  readonly epochSteps: number;
}

/** A net whose prediction for one batch is timed: the output is read. */
export interface PredictionWorkload extends Net {
  readonly kind: 'prediction';
}

/** A product of two square float32 matrices. */
export interface ProductWorkload {
  readonly kind: 'product';
  readonly title: string;
  readonly size: number;
}

/** A whole process, from its start to its end. */
export interface ProcessWorkload {
  readonly kind: 'process';
  readonly title: string;
}

export type Workload = TrainingWorkload | PredictionWorkload | ProductWorkload | ProcessWorkload;

const dense = (units: number, activation: 'elu' | 'relu'): LayerSpec => ({ kind: 'dense', units, activation });
const conv2d = (filters: number): LayerSpec => ({ kind: 'conv2d', filters, size: 3, activation: 'relu' });
const batchNormalization: LayerSpec = { kind: 'batchNormalization' };

const chapterNet = {
  inputShape: [28, 28],
  layers: [
    { kind: 'flatten' },
    batchNormalization,
    dense(300, 'elu'),
    batchNormalization,
    dense(100, 'elu'),
    batchNormalization,
  ],
  initializer: 'he_normal',
  classes: 10,
} as const;

/** A new kind of layer needs lines in each of `peers/`; a peer that lacks it says so and is left out. */
export const workloads = {
  A: {
    kind: 'training',
    title: '784-300-100-10 ELU, batch-normalized, batch 32, Adam',
    ...chapterNet,
    batchSize: 32,
    epochSteps: 64,
  },
  B: {
    kind: 'training',
    title: '3072-20x100-10 ELU, batch 32, Adam',
    inputShape: [3072],
    layers: new Array<LayerSpec>(20).fill(dense(100, 'elu')),
    initializer: 'he_normal',
    classes: 10,
    batchSize: 32,
    epochSteps: 64,
  },
  C: {
    kind: 'training',
    title: '1024-1024-1024-10 ReLU, batch 256, Adam',
    inputShape: [1024],
    layers: [dense(1024, 'relu'), dense(1024, 'relu')],
    initializer: 'glorot_uniform',
    classes: 10,
    batchSize: 256,
    epochSteps: 8,
  },
  D: {
    kind: 'training',
    title: '28x28x1, 3x3 convolutions 32 and 64 ReLU, pooling 2, dense 128-10, batch 64, Adam',
    inputShape: [28, 28, 1],
    layers: [conv2d(32), conv2d(64), { kind: 'maxPooling2d', size: 2 }, { kind: 'flatten' }, dense(128, 'relu')],
    initializer: 'glorot_uniform',
    classes: 10,
    batchSize: 64,
    epochSteps: 8,
  },
  R: {
    kind: 'training',
    title: 'LSTM(128) over 200 steps of 64 features, batch 32, Adam',
    inputShape: [200, 64],
    layers: [{ kind: 'lstm', units: 128 }],
    initializer: 'glorot_uniform',
    classes: 10,
    batchSize: 32,
    epochSteps: 8,
  },
  T: {
    kind: 'training',
    title: 'Transformer block (d 128, 4 heads, length 128, feed-forward 512), batch 32, Adam',
    inputShape: [128, 128],
    layers: [{ kind: 'transformerBlock', heads: 4, feedForward: 512 }, { kind: 'globalAveragePooling1D' }],
    initializer: 'glorot_uniform',
    classes: 10,
    batchSize: 32,
    epochSteps: 8,
  },
  P: { kind: 'product', title: 'matrix product 512 x 512 x 512', size: 512 },
  L: { kind: 'prediction', title: 'one prediction of the first net, batch 1', ...chapterNet, batchSize: 1 },
  W: {
    kind: 'process',
    title: 'whole process: load the digits, train 64-300-100-10 for 5 epochs, exit; peers: their import alone',
  },
} as const satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof workloads;

export const workload = (name: WorkloadName): Workload => workloads[name];

/** Adam's step size everywhere. */
export const learningRate = 0.001;

/** Whether `name` is one of the workloads. */
export function isWorkloadName(name: string | undefined): name is WorkloadName {
  return name !== undefined && Object.hasOwn(workloads, name);
}

/** Multiplications with additions, times two, in the products of one step: forward, both gradients, none for the data. */
export function productOperations(of: Workload): number | undefined {
  if (of.kind === 'process') return undefined;
  if (of.kind === 'product') return 2 * of.size ** 3;
  let shape = [...of.inputShape];
  let operations = 0;
  // The gradient with respect to a layer's input is wanted where something before it is trained.
  let trainedBefore = false;
  const count = (multiplications: number) => {
    const passes = of.kind === 'prediction' ? 1 : trainedBefore ? 3 : 2;
    operations += passes * 2 * of.batchSize * multiplications;
  };
  const product = (units: number) => {
    count(shape.reduce((size, extent) => size * extent, units));
    shape = [...shape.slice(0, -1), units];
    trainedBefore = true;
  };
  for (const layer of of.layers) {
    const [length = 1, features = 1] = shape;
    if (layer.kind === 'flatten') shape = [shape.reduce((size, extent) => size * extent, 1)];
    if (layer.kind === 'dense') product(layer.units);
    if (layer.kind === 'batchNormalization') trainedBefore = true;
    if (layer.kind === 'conv2d') {
      const [height = 1, width = 1, channels = 1] = shape;
      shape = [height - layer.size + 1, width - layer.size + 1, layer.filters];
      count(shape.reduce((size, extent) => size * extent, layer.size ** 2 * channels));
      trainedBefore = true;
    }
    if (layer.kind === 'maxPooling2d') {
      const [height = 1, width = 1, channels = 1] = shape;
      shape = [Math.floor(height / layer.size), Math.floor(width / layer.size), channels];
    }
    if (layer.kind === 'globalAveragePooling1D') shape = [features];
    if (layer.kind === 'lstm') {
      count(length * features * 4 * layer.units);
      trainedBefore = true;
      count(length * layer.units * 4 * layer.units);
      shape = [layer.units];
    }
    if (layer.kind === 'transformerBlock') {
      // Query, key and value; then scores, weighted values, the output's projection and the feed-forward net.
      count(3 * length * features ** 2);
      trainedBefore = true;
      count(2 * length ** 2 * features + length * features ** 2 + 2 * length * features * layer.feedForward);
    }
  }
  product(of.classes);
  return operations;
}

/** Layers' weights and biases. */
function parametersOf(of: TrainingWorkload | PredictionWorkload): number {
  let width = of.inputShape.reduce((product, size) => product * size, 1);
  let parameters = 0;
  for (const layer of of.layers) {
    if (layer.kind === 'batchNormalization') parameters += 2 * width;
    if (layer.kind !== 'dense') continue;
    parameters += (width + 1) * layer.units;
    width = layer.units;
  }
  return parameters + (width + 1) * of.classes;
}

/**
 * Bytes that a step must move at least when nothing stays in a cache: parameters are read forward and backward, and read
 * and written by Adam with both moments; the batch is read once.
 */
export function leastBytes(of: Workload): number | undefined {
  if (of.kind === 'process') return undefined;
  if (of.kind === 'product') return 3 * 4 * of.size ** 2;
  const batchBytes = 4 * of.batchSize * of.inputShape.reduce((product, size) => product * size, 1);
  return parametersOf(of) * 4 * (of.kind === 'prediction' ? 1 : 8) + batchBytes;
}

/** The same pseudo-random floats in [-1, 1) for every peer (Mulberry32). */
export function uniform(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** One batch of inputs and labels for a net. */
export function batch(net: Net, seed: number) {
  const features = net.inputShape.reduce((product, size) => product * size, 1);
  const x = uniform(net.batchSize * features, seed);
  const y = Int32Array.from(uniform(net.batchSize, seed + 1000), (value) =>
    Math.floor(((value + 1) / 2) * net.classes),
  );
  return { x, y };
}

/** Batches that a peer trains on in turn. */
export const distinctBatches = 8;
