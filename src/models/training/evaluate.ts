import { CallbackList, toCallbacks } from '../../callbacks/callback-list.ts';
import { type Logs, ProgbarLogger } from '../../callbacks/index.ts';
import { sortedLogs } from '../../callbacks/logs.ts';
import { checkOptions, StateError } from '../../support/errors.ts';
import type { Trainer } from '../trainer.ts';
import { checkCount } from './batch-source.ts';
import { EpochSteps } from './epoch-steps.ts';
import { EventLoopTurns } from './event-loop.ts';
import { type EvaluateOptions, evaluateOptionNames, resolveVerbose } from './options.ts';
import { sourceOf } from './sources.ts';
import { NonFiniteWarning } from './warn-non-finite.ts';

/** The loss and the metrics of one pass, also for the validation inside `fit`. */
export async function runEvaluation(
  trainer: Trainer,
  steps: EpochSteps,
  callbacks: CallbackList,
  turns: EventLoopTurns,
): Promise<Logs> {
  const { session } = trainer;
  const perExecution = session.requireCompiled('evaluate').stepsPerExecution;
  const readLogs = () => session.readLogs();
  trainer.stopEvaluating = false;
  await callbacks.onTestBegin();
  session.resetMetrics();
  session.refresh();
  const batches = steps.epoch();
  let step = 0;
  for (;;) {
    const next = batches.next();
    let batch = next instanceof Promise ? await next : next;
    if (batch === null) break;
    const began = callbacks.onTestBatchBegin(step);
    if (began !== undefined) await began;
    for (let more = perExecution - 1; batch !== null; more--) {
      session.testProgram(batch).run(batch);
      step++;
      if (more === 0) break;
      const following = batches.next();
      batch = following instanceof Promise ? await following : following;
    }
    const ended = callbacks.onTestBatchEnd(step - 1, readLogs);
    if (ended !== undefined) await ended;
    if (trainer.stopEvaluating) break;
    if (turns.due) await turns.take();
  }
  const logs = sortedLogs(session.readLogs());
  await callbacks.onTestEnd(logs);
  return logs;
}

/** Evaluates a model. `Trainer.evaluate` documents it. */
export async function evaluate(trainer: Trainer, x: unknown, y: unknown, options: EvaluateOptions): Promise<Logs> {
  const { session } = trainer;
  session.requireCompiled('evaluate');
  checkOptions('evaluate', options, evaluateOptionNames);
  const batchSize = checkCount('batchSize', options.batchSize);
  const limit = checkCount('steps', options.steps);
  const verbose = resolveVerbose(options.verbose);
  const user = toCallbacks(options.callbacks);
  session.refresh();
  const { sampleWeight } = options;
  const source = await sourceOf(
    trainer,
    x,
    { y, sampleWeight },
    { batchSize, steps: limit, shuffle: false },
    { training: false, warning: new NonFiniteWarning() },
  );
  const steps = new EpochSteps(source, limit);
  const progress = verbose === 0 ? [] : [new ProgbarLogger()];
  const callbacks = new CallbackList([...user, ...progress], trainer, { verbose, epochs: 1, steps: steps.count });
  if (session.evaluating !== null)
    throw new StateError(
      'A model is evaluated by one `evaluate` at a time: await the first. Received: evaluate while another is running',
    );
  // A callback of `fit` may evaluate; the running means of the epoch then go on afterwards. `fit` waits until then.
  const release = session.fitting ? session.holdMetrics() : () => {};
  let end = (): void => {};
  session.evaluating = new Promise((resolve) => {
    end = resolve;
  });
  try {
    return await runEvaluation(trainer, steps, callbacks, new EventLoopTurns());
  } finally {
    release();
    session.evaluating = null;
    end();
    for (const bar of progress) bar.interrupt();
  }
}

/** The values of logs in Keras's order: the loss, the compiled metrics, then all others. */
export function flattenLogs(trainer: Trainer, logs: Readonly<Logs>): number | number[] {
  const order = trainer.session.reported.map(({ name }) => name);
  const names = [...new Set([...order.filter((name) => name in logs), ...Object.keys(logs).sort()])];
  const values = names.map((name) => logs[name] ?? Number.NaN);
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
