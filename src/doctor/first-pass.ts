import { ownedWeights, type Reading, StepProbe } from '../callbacks/vitals/step-probe.ts';
import { isTensor } from '../layers/infer-outputs.ts';
import { Layer } from '../layers/layer.ts';
import { flattenStructure, type Structure } from '../layers/structure.ts';
import type { Model } from '../models/index.ts';
import { assemble } from '../models/training/assemble.ts';
import type { Batch } from '../models/training/batch-source.ts';
import { Feed } from '../models/training/feed.ts';
import { gatherRows } from '../models/training/gather-rows.ts';
import type { SampleArray } from '../models/training/sample-array.ts';
import * as ops from '../ops/index.ts';
import { hostArray } from '../support/dtype.ts';
import { gradients } from '../tensor/gradients.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/** One forward and one backward pass in training mode over some samples, without an update. */
export interface FirstPass {
  readonly reading: Reading;
  readonly samples: number;
  /** The loss without penalties. */
  readonly dataLoss: number;
  readonly penalty: number;
  /** What the first output answered, row by row. */
  readonly outputs: { readonly values: Float32Array; readonly width: number };
}

/** Every n-th row, so that sorted data show all their classes. */
function spreadSamples(array: SampleArray, count: number): SampleArray {
  const total = array.shape[0] ?? 0;
  const width = array.values.length / Math.max(total, 1);
  const order = Int32Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  const values = hostArray(array.dtype, count * width);
  gatherRows(array.values, width, order, 0, count, values);
  return { values, shape: [count, ...array.shape.slice(1)], dtype: array.dtype };
}

/**
 * Measures a model as it is. Whatever the pass would change (moving statistics, random states) is put back.
 *
 * @param limit samples at most
 */
export function firstPass(model: Model, x: unknown, y: unknown, limit = 256): FirstPass {
  const purpose = { training: true, batchSize: limit, warning: null };
  const all = assemble(model, x, { y, sampleWeight: null, classWeight: null }, purpose);
  const total = all.x.arrays[0]?.shape[0] ?? 0;
  const size = Math.min(limit, total);
  const spread = <B extends { readonly arrays: readonly SampleArray[] }>(bundle: B): B => ({
    ...bundle,
    arrays: bundle.arrays.map((array) => spreadSamples(array, size)),
  });
  const batch: Batch = { x: spread(all.x), y: all.y === null ? null : spread(all.y), sampleWeight: null, size };
  const held = model.variables.map((variable) => [variable, variable.value] as const);
  const probe = new StepProbe({ histograms: false, active: new Map() });
  const feed = new Feed(batch);
  feed.load(batch);
  const weights = ownedWeights(
    model.flattenLayers().filter((layer) => layer instanceof Layer),
    model.trainableVariables,
  );
  const extras = new Variable([0, 0], { name: 'losses', trainable: false });
  let answers: Variable | undefined;
  jit(() => {
    probe.measure(
      () => {
        const data = feed.data();
        const yPred = model.apply<Structure<Tensor>>(data.x, { training: true });
        const loss = model.computeLoss({ ...data, yPred });
        const penalty = model.losses.reduce<Tensor>((sum, term) => ops.add(sum, term), ops.zeros([]));
        extras.assign(ops.stack([loss, penalty]));
        const [first] = flattenStructure(yPred, isTensor);
        if (first !== undefined) {
          answers ??= new Variable(() => ops.zeros(first.shape, first.dtype), { name: 'answers', trainable: false });
          answers.assign(first);
        }
        gradients(loss, model.trainableVariables);
      },
      weights,
      size,
    );
  })();
  const reading = probe.read();
  for (const [variable, value] of held) variable.assign(value);
  if (reading === null) throw new Error('A probe that ran has a reading.');
  const [loss = Number.NaN, penalty = 0] = extras.dataSync();
  const values = Float32Array.from(answers?.dataSync() ?? []);
  return {
    reading,
    samples: size,
    dataLoss: loss - penalty,
    penalty,
    outputs: { values, width: answers?.shape.at(-1) ?? 1 },
  };
}
