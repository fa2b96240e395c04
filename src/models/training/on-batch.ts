import type { Logs } from '../../callbacks/index.ts';
import { sortedLogs } from '../../callbacks/logs.ts';
import { checkOptions } from '../../support/errors.ts';
import type { Trainer } from '../trainer.ts';
import { assemble } from './assemble.ts';
import { commonSampleCount } from './bundle.ts';
import type { TestOnBatchOptions, TrainOnBatchOptions } from './options.ts';
import { NonFiniteWarning } from './warn-non-finite.ts';

/** One step on one batch; the metrics begin anew. */
function onBatch(trainer: Trainer, mode: 'train' | 'test', x: unknown, y: unknown, options: TrainOnBatchOptions): Logs {
  const { session } = trainer;
  session.refreshIfChanged();
  const { sampleWeight, classWeight } = options;
  const purpose = { training: mode === 'train', batchSize: Number.POSITIVE_INFINITY, warning: null };
  const data = assemble(trainer, x, { y, sampleWeight, classWeight }, purpose);
  const batch = { ...data, size: commonSampleCount([data.x]) };
  session.resetMetrics();
  const program = mode === 'train' ? session.trainProgram(batch) : session.testProgram(batch);
  program.run(batch);
  const logs = sortedLogs(session.readLogs());
  // Looking through the data would cost as much as a small step does, so that is left for when the loss tells.
  if (Object.values(logs).some((value) => !Number.isFinite(value))) new NonFiniteWarning().checkAgain(data);
  return logs;
}

/** One step of training. `Trainer.trainOnBatch` documents it. */
export function trainOnBatch(trainer: Trainer, x: unknown, y: unknown, options: TrainOnBatchOptions): Logs {
  trainer.session.requireCompiled('trainOnBatch');
  checkOptions('trainOnBatch', options, ['sampleWeight', 'classWeight', 'returnDict']);
  return onBatch(trainer, 'train', x, y, options);
}

/** The loss and the metrics of one batch. `Trainer.testOnBatch` documents it. */
export function testOnBatch(trainer: Trainer, x: unknown, y: unknown, options: TestOnBatchOptions): Logs {
  trainer.session.requireCompiled('testOnBatch');
  checkOptions('testOnBatch', options, ['sampleWeight', 'returnDict']);
  return onBatch(trainer, 'test', x, y, options);
}
