/** What is measured: every peer builds these nets with its own layers, and trains them on the same numbers. */

/** A net whose training step is timed, on a batch of random inputs and labels. */
export interface TrainingWorkload {
  readonly kind: 'training';
  readonly title: string;
  readonly inputShape: readonly number[];
  readonly hidden: readonly number[];
  readonly classes: number;
  readonly activation: 'elu' | 'relu';
  readonly initializer: 'he_normal' | 'glorot_uniform';
  /** Batch normalization on the flattened input and after every hidden layer. */
  readonly batchNormalization: boolean;
  readonly batchSize: number;
}

/** A product of two square float32 matrices. */
export interface ProductWorkload {
  readonly kind: 'product';
  readonly title: string;
  readonly size: number;
}

export type Workload = TrainingWorkload | ProductWorkload;

export const workloads = {
  A: {
    kind: 'training',
    title: '784-300-100-10 ELU, batch-normalized, batch 32, Adam',
    inputShape: [28, 28],
    hidden: [300, 100],
    classes: 10,
    activation: 'elu',
    initializer: 'he_normal',
    batchNormalization: true,
    batchSize: 32,
  },
  B: {
    kind: 'training',
    title: '3072-20x100-10 ELU, batch 32, Adam',
    inputShape: [3072],
    hidden: new Array<number>(20).fill(100),
    classes: 10,
    activation: 'elu',
    initializer: 'he_normal',
    batchNormalization: false,
    batchSize: 32,
  },
  C: {
    kind: 'training',
    title: '1024-1024-1024-10 ReLU, batch 256, Adam',
    inputShape: [1024],
    hidden: [1024, 1024],
    classes: 10,
    activation: 'relu',
    initializer: 'glorot_uniform',
    batchNormalization: false,
    batchSize: 256,
  },
  P: { kind: 'product', title: 'matrix product 512 x 512 x 512', size: 512 },
} as const satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof workloads;

/** Adam's step size everywhere. */
export const learningRate = 0.001;

/** Whether `name` is one of the workloads. */
export function isWorkloadName(name: string | undefined): name is WorkloadName {
  return name !== undefined && Object.hasOwn(workloads, name);
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
export function batch(workload: TrainingWorkload, seed: number) {
  const features = workload.inputShape.reduce((product, size) => product * size, 1);
  const x = uniform(workload.batchSize * features, seed);
  const y = Int32Array.from(uniform(workload.batchSize, seed + 1000), (value) =>
    Math.floor(((value + 1) / 2) * workload.classes),
  );
  return { x, y };
}
