/** A worker thread that trains folds: it is started with the data, and gets one job after the other. */

import { parentPort, workerData } from 'node:worker_threads';
import { setThreads } from '../../backends/wasm/thread-count.ts';
import { messageOf } from '../../support/message-of.ts';
import '../index.ts';
import { modelOfJob, type TrainingArrays, type TrainingJob, type TrainingResult, trainFold } from './training-job.ts';

/** What a worker answers to each job. */
export type Answer =
  | { readonly result: TrainingResult }
  /** The model is made of things that only the calling thread knows. */
  | { readonly unknownHere: string }
  | { readonly error: unknown };

async function answer(job: TrainingJob, arrays: TrainingArrays): Promise<Answer> {
  let model: ReturnType<typeof modelOfJob>;
  try {
    model = modelOfJob(job);
  } catch (error) {
    return { unknownHere: messageOf(error) };
  }
  try {
    return { result: await trainFold(model, job.fold, arrays, job.plan) };
  } catch (error) {
    return { error };
  }
}

// Several trainings run side by side: each gets one core.
setThreads(1);
const port = parentPort;
// What the thread that started this one has sent.
const arrays = workerData as TrainingArrays;
port?.on('message', async (job: TrainingJob) => port.postMessage(await answer(job, arrays)));
