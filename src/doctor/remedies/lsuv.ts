import { Orthogonal } from '../../initializers/index.ts';
import { isTensor } from '../../layers/infer-outputs.ts';
import type { Layer } from '../../layers/layer.ts';
import { type LayerObserver, observing } from '../../layers/observation.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import type { Model } from '../../models/index.ts';
import type { ModelData } from '../../models/training/data-types.ts';
import { Feed } from '../../models/training/feed.ts';
import * as ops from '../../ops/index.ts';
import { positiveInteger, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { jit } from '../../tensor/jit.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { sampleInputs } from '../data/sample-batch.ts';

export interface LsuvOptions {
  /** How far a layer's variance may be from 1. Default 0.1. */
  readonly tolerance?: number;
  /** Rounds per layer at most. Default 10. */
  readonly maxRounds?: number;
  /** Samples that variances are measured on, at most; spread over the data. Default 256. */
  readonly samples?: number;
}

/** What happened to one layer. */
export interface LsuvLayer {
  readonly layer: string;
  /** The variance of its pre-activations with orthonormal weights, when those below were done. */
  readonly before: number;
  /** The variance that it ended with. */
  readonly after: number;
  /** What its orthonormal weights were multiplied by: the `gain` with which `Orthogonal` begins alike. */
  readonly gain: number;
}

/** A layer's kernel; recurrent layers, whose kernels are fed step by step, are left alone. */
const kernelOf = (layer: Layer): Variable | undefined =>
  layer.weights.some(({ name }) => /recurrent/.test(name))
    ? undefined
    : layer.weights.find(({ name, shape }) => /(^|_)kernel$/.test(name) && shape.length > 1);

/** Notes each layer's pre-activations: what goes into its activation, or what comes out of a layer without one. */
class PreActivations implements LayerObserver {
  readonly found = new Map<Layer, Tensor>();

  activated(layer: Layer, _: unknown, before: Tensor): void {
    this.#note(layer, before);
  }

  called(layer: Layer, _: Structure<Tensor>, outputs: Structure<Tensor>): void {
    const [output] = flattenStructure(outputs, isTensor);
    if (output !== undefined) this.#note(layer, output);
  }

  #note(layer: Layer, tensor: Tensor): void {
    const isLeaf = layer.flattenLayers().length === 1;
    if (isLeaf && kernelOf(layer) !== undefined && !this.found.has(layer)) this.found.set(layer, tensor);
  }
}

/**
 * Layer-sequential unit-variance initialization: gives each layer with a kernel orthonormal weights, then, from the first
 * to the last, divides them by the deviation of the layer's pre-activations until their variance is 1. It suits any
 * activation, because it measures where other initializers assume. Biases and all other weights stay as they are.
 *
 * @param model a model that is built; its kernels get new values
 * @param x inputs, as `fit` gets them
 * @param options `tolerance`, `maxRounds`, `samples`
 * @returns what was done, layer by layer, in the order of the computation
 * @throws ArgumentError for inputs that the model doesn't take, and options out of range
 * @see Mishkin and Matas, "All You Need Is a Good Init" (ICLR 2016)
 *
 * @example
 * ```ts
 * import { doctor, layers, random, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [20] })]);
 * for (let i = 0; i < 8; i++) model.add(new layers.Dense(64, { activation: 'tanh' }));
 * const done = await doctor.lsuv(model, random.normal([200, 20], { seed: 1 }));
 * console.log(done.every(({ after }) => Math.abs(after - 1) < 0.1)); // => true
 * ```
 */
export async function lsuv(model: Model, x: ModelData, options: LsuvOptions = {}): Promise<LsuvLayer[]> {
  checkOptions('lsuv', options, ['tolerance', 'maxRounds', 'samples']);
  const tolerance = positiveNumber('tolerance', options.tolerance ?? 0.1);
  const rounds = positiveInteger('maxRounds', options.maxRounds ?? 10);
  const batch = sampleInputs(model, x, positiveInteger('samples', options.samples ?? 256));
  const feed = new Feed(batch);
  feed.load(batch);
  let layers: Layer[] = [];
  let variances: Variable | undefined;
  const measure = jit(() => {
    const seen = new PreActivations();
    observing(seen, () => model.apply<Structure<Tensor>>(feed.data().x, { training: false }));
    layers = [...seen.found.keys()];
    const values = ops.stack([...seen.found.values()].map((before) => ops.square(ops.std(before))));
    variances ??= new Variable(() => ops.zeros(values.shape), { name: 'variances', trainable: false });
    variances.assign(values);
  });
  const varianceOf = async (layer: number): Promise<number> => {
    measure();
    return (await variances?.data())?.[layer] ?? Number.NaN;
  };
  // The layers are known once the model has been called.
  await varianceOf(0);
  for (const layer of layers) {
    const kernel = kernelOf(layer);
    kernel?.assign(new Orthogonal().apply(kernel.shape));
  }
  const done: LsuvLayer[] = [];
  for (const [i, layer] of layers.entries()) {
    const kernel = kernelOf(layer);
    if (kernel === undefined) continue;
    let gain = 1;
    const before = await varianceOf(i);
    let after = before;
    for (let round = 0; round < rounds && Math.abs(after - 1) >= tolerance; round++) {
      // A layer that answers nothing can't be scaled.
      if (!(after > 0) || !Number.isFinite(after)) break;
      const factor = 1 / Math.sqrt(after);
      kernel.assign(ops.multiply(kernel, factor));
      gain *= factor;
      after = await varianceOf(i);
    }
    done.push({ layer: layer.name, before, after, gain });
  }
  return done;
}
