import { writeFile } from 'node:fs/promises';
import { loadModel } from '../models/index.ts';
import { ArgumentError } from '../support/errors.ts';
import { writeNpy } from '../support/files/npy.ts';
import { at, sizeOf } from '../support/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Progress } from './progress.ts';
import { readSamples } from './read-samples.ts';

export interface PredictOptions {
  /** A .csv or .npy file for the answers; without one they are printed. */
  readonly output?: string;
  /** Samples per step. */
  readonly batchSize: number;
}

/** One line for each sample, its numbers separated by commas. */
async function toCsv(answers: Tensor): Promise<string> {
  const data = await answers.data();
  const width = sizeOf(answers.shape.slice(1));
  return Array.from(
    { length: answers.shape[0] ?? 0 },
    (_, i) => `${data.subarray(i * width, (i + 1) * width).join(',')}\n`,
  ).join('');
}

/** `keratin predict MODEL DATA` */
export async function predict(file: string, data: string, { output, batchSize }: PredictOptions): Promise<void> {
  if (output !== undefined && !/\.(csv|npy)$/.test(output))
    throw new ArgumentError(`--output must end in .csv or .npy. Received: ${output}`);
  const progress = new Progress();
  try {
    progress.say(`reading ${file}`);
    const model = await loadModel(file, { compile: false });
    if (model.inputs.length !== 1)
      throw new ArgumentError(`The model must have one input. Received: ${model.inputs.length} inputs`);
    progress.say(`reading ${data}`);
    const samples = await readSamples(data, at(model.inputs, 0).shape.slice(1));
    const steps = Math.ceil((samples.shape[0] ?? 0) / batchSize);
    const answers = await model.predict<Tensor | Tensor[]>(samples, {
      batchSize,
      verbose: 0,
      callbacks: { onPredictBatchEnd: (batch) => progress.say(`predicting ${batch + 1} of ${steps}`) },
    });
    progress.end();
    if (!(answers instanceof Tensor)) throw new ArgumentError('The model must have one output. Received: several');
    if (output === undefined) process.stdout.write(await toCsv(answers));
    else if (output.endsWith('.csv')) await writeFile(output, await toCsv(answers));
    else await writeFile(output, writeNpy(await answers.data(), answers.shape, answers.dtype));
  } finally {
    progress.end();
  }
}
