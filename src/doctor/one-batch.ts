import type { Model } from '../models/index.ts';
import type { ModelData } from '../models/training/data-types.ts';
import { randomStreams, setRandomStreams } from '../models/training/training-state.ts';
import * as optimizers from '../optimizers/index.ts';
import { positiveInteger, positiveNumber } from '../support/check-values.ts';
import { ArgumentError, checkOptions, StateError } from '../support/errors.ts';
import { sampleBatch } from './data/sample-batch.ts';
import { canBeCopied, twin } from './rehearse.ts';

export interface OneBatchOptions {
  readonly x: ModelData;
  readonly y: ModelData;
  /** Samples in the batch. Default 32. */
  readonly batchSize?: number;
  /** Steps at most. Default 200. */
  readonly steps?: number;
  /** Seconds at most, from the second step on: the first compiles the program. Default 5. */
  readonly seconds?: number;
  /** Of Adam, which trains in place of the model's own optimizer. Default 0.01. */
  readonly learningRate?: number;
}

/** How it went. */
export interface OneBatch {
  /** Whether the loss fell below a tenth of where it began. */
  readonly fitted: boolean;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly steps: number;
  /** Why it may be fitted yet: time ran out, or the loss was still falling after all steps. Null when it is decided. */
  readonly open: 'time' | 'falling' | null;
}

/** Of the first loss, what counts as fitted. */
const FITTED = 0.1;
/** Of the loss, what remains after the last quarter of all steps while it is still falling. */
const FALLING = 0.9;
const optionNames = ['x', 'y', 'batchSize', 'steps', 'seconds', 'learningRate'] as const;

/**
 * Tries whether a net can learn a single batch by heart, which any net that is put together rightly can: where it can't,
 * look at activations, outputs, loss and labels before anything else; where it can but does not learn all data, look at
 * the optimizer. A copy is trained; the model, its weights and all random streams stay as they are.
 *
 * @param model a compiled Sequential or functional model
 * @param options `x`, `y`, `batchSize`, `steps`, `seconds`, `learningRate`
 * @returns whether it was fitted, the losses, and how many steps it took
 * @throws StateError when the model isn't compiled, ArgumentError for models with a `call` of their own, which can't be copied
 * @see Karpathy, "A Recipe for Training Neural Networks" (2019): overfit one batch
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const hidden = new layers.Dense(16, { activation: 'tanh' });
 * const model = new Sequential([new layers.Input({ shape: [2] }), hidden, new layers.Dense(1)]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const { fitted } = await doctor.fitOneBatch(model, { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0] });
 * console.log(fitted); // => true
 * ```
 */
export async function fitOneBatch(model: Model, options: OneBatchOptions): Promise<OneBatch> {
  checkOptions('fitOneBatch', options, optionNames);
  const batchSize = positiveInteger('batchSize', options.batchSize ?? 32);
  const steps = positiveInteger('steps', options.steps ?? 200);
  const seconds = positiveNumber('seconds', options.seconds ?? 5);
  const learningRate = positiveNumber('learningRate', options.learningRate ?? 0.01);
  if (!model.compiled)
    throw new StateError(
      'The doctor needs a compiled model: call model.compile first. Received: one that was not compiled',
    );
  if (!canBeCopied(model))
    throw new ArgumentError(
      `Only Sequential and functional models whose functions have names can be copied. Received: ${model.constructor.name}`,
    );
  const streams = await randomStreams();
  try {
    const copy = twin(model);
    const optimizer = optimizers.serialize(new optimizers.Adam({ learningRate }));
    copy.compileFromConfig({ ...copy.getCompileConfig(), optimizer });
    const batch = sampleBatch(copy, options.x, options.y, batchSize);
    const { session } = copy;
    session.refresh();
    const program = session.trainProgram(batch);
    const step = (): number => {
      session.resetMetrics();
      program.run(batch);
      return session.readLogs().loss ?? Number.NaN;
    };
    const firstLoss = step();
    let lastLoss = firstLoss;
    let done = 1;
    const begun = performance.now();
    const inTime = () => performance.now() - begun < 1000 * seconds;
    const isOpen = () => !(lastLoss < FITTED * firstLoss) && Number.isFinite(lastLoss);
    let lateLoss = firstLoss;
    while (isOpen() && done < steps && inTime()) {
      lastLoss = step();
      done++;
      if (done === Math.ceil(0.75 * steps)) lateLoss = lastLoss;
      // The event loop gets its turns, as in `fit`.
      if (done % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    const open = !isOpen() ? null : done < steps ? 'time' : lastLoss < FALLING * lateLoss ? 'falling' : null;
    return { fitted: lastLoss < FITTED * firstLoss, firstLoss, lastLoss, steps: done, open };
  } finally {
    setRandomStreams(streams);
  }
}
