import { at } from '../../support/shape.ts';
import type { Model } from '../model.ts';
import type { Answer } from './fold-worker.ts';
import { modelOfJob, type TrainingArrays, type TrainingJob, type TrainingResult, trainFold } from './training-job.ts';

/** The model of a job, or, where it can't be made from plain data, a newly built one. */
async function modelHere(job: TrainingJob, rebuild: () => Promise<Model>): Promise<Model> {
  try {
    return modelOfJob(job);
  } catch {
    return rebuild();
  }
}

/**
 * Runs trainings in worker threads, as many at a time as there are workers; here, where there are no worker threads or
 * where a model is made of classes that only this thread knows. The results are the same, to the bit, whoever runs them.
 *
 * @param rebuild makes the model of a job anew, for models that can't be made from plain data
 */
export async function runJobs(
  jobs: readonly TrainingJob[],
  arrays: TrainingArrays,
  workers: number,
  rebuild: (index: number) => Promise<Model>,
  onResult: (result: TrainingResult) => void,
): Promise<TrainingResult[]> {
  const results: TrainingResult[] = [];
  const finish = (index: number, result: TrainingResult) => {
    results[index] = result;
    onResult(result);
  };
  const sendable = jobs.map((_, index) => index).filter((index) => jobs[index]?.model !== null);
  const here = jobs.map((_, index) => index).filter((index) => jobs[index]?.model === null);
  const threads =
    workers > 1 && sendable.length > 1 ? await startWorkers(Math.min(workers, sendable.length), arrays) : [];
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let index = sendable.shift(); index !== undefined; index = sendable.shift()) {
          const answer = await thread.ask(at(jobs, index));
          if ('error' in answer) throw answer.error;
          if ('result' in answer) finish(index, answer.result);
          else here.push(index);
        }
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
  for (const index of [...sendable, ...here]) {
    const job = at(jobs, index);
    const model = await modelHere(job, () => rebuild(index));
    finish(index, await trainFold(model, job.fold, arrays, job.plan));
  }
  return results;
}

interface Thread {
  ask(job: TrainingJob): Promise<Answer>;
  stop(): Promise<unknown>;
}

async function startWorkers(count: number, arrays: TrainingArrays): Promise<Thread[]> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) return [];
  const { Worker } = await import('node:worker_threads');
  // The compiler renames imports when it builds the package, but not addresses.
  const file = new URL(`./fold-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
  return Array.from({ length: count }, () => {
    // Advice about a net would come once from every worker; the errors come as answers.
    const worker = new Worker(file, { workerData: arrays, execArgv: [], stderr: true });
    return {
      ask: (job) =>
        new Promise((resolve, reject) => {
          const onMessage = (answer: Answer) => {
            worker.off('error', onError);
            resolve(answer);
          };
          const onError = (error: unknown) => {
            worker.off('message', onMessage);
            reject(error);
          };
          worker.once('message', onMessage);
          worker.once('error', onError);
          worker.postMessage(job);
        }),
      stop: () => worker.terminate(),
    };
  });
}
