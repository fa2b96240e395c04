import { ownedWeights, type Reading, StepProbe } from '../callbacks/vitals/step-probe.ts';
import { isTensor } from '../layers/infer-outputs.ts';
import { Layer } from '../layers/layer.ts';
import { flattenStructure, type Structure } from '../layers/structure.ts';
import type { Model } from '../models/index.ts';
import { Feed } from '../models/training/feed.ts';
import * as ops from '../ops/index.ts';
import { gradients } from '../tensor/gradients.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { sampleBatch } from './data/sample-batch.ts';

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

/**
 * Measures a model as it is. Whatever the pass would change (moving statistics, random states) is put back.
 *
 * @param limit samples at most
 */
export function firstPass(model: Model, x: unknown, y: unknown, limit = 256): FirstPass {
  const batch = sampleBatch(model, x, y, limit);
  const { size } = batch;
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
