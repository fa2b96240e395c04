import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { callbacks, datasets, initializers, layers, optimizers, Sequential } from 'keratin';
import type { StudioFinding } from '../../src/studio/protocol/index.ts';
import { runFiles } from '../../src/studio/run-folder/files.ts';
import type { PredictionsRecord, RunRecord } from '../../src/studio/run-folder/records.ts';

const EPOCHS = 4;
const HIDDEN = 6;

/** A run's record, as a training of this process keeps it. */
export const recordOf = (changes: Partial<RunRecord>): RunRecord => ({
  version: 1,
  status: 'ended',
  started: Date.now(),
  updated: Date.now(),
  process: { id: process.pid, host: hostname() },
  epoch: EPOCHS,
  epochs: EPOCHS,
  step: null,
  steps: null,
  secondsLeft: null,
  learningRate: 0.01,
  hyperparameters: { optimizer: 'adam', learning_rate: 0.01, batch_size: 64 },
  treats: null,
  ...changes,
});

export const writeJson = async (folder: string, name: string, value: unknown): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), JSON.stringify(value));
};

async function train(folder: string, activation: 'sigmoid' | 'relu', order: number): Promise<void> {
  const [[x, y]] = await datasets.digits.loadData();
  const kernelInitializer =
    activation === 'relu' ? 'he_normal' : new initializers.RandomNormal({ stddev: 0.05, seed: order });
  const model = new Sequential([
    new layers.Input({ shape: [8, 8] }),
    new layers.Flatten(),
    new layers.Rescaling(1 / 16),
    ...Array.from(
      { length: HIDDEN },
      (_, i) => new layers.Dense(24, { activation, kernelInitializer, name: `hidden_${i + 1}` }),
    ),
    new layers.Dense(10, { activation: 'softmax', name: 'output' }),
  ]);
  model.compile({
    optimizer: new optimizers.Adam({ learningRate: 0.01 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  await mkdir(folder, { recursive: true });
  await model.fit(x, y, {
    epochs: EPOCHS,
    batchSize: 64,
    validationSplit: 0.2,
    verbose: 0,
    callbacks: [
      new callbacks.TensorBoard({ logDir: folder, histogramFreq: 1, writeImages: true, updateFreq: 2 }),
      new callbacks.Vitals({ every: 3, path: join(folder, runFiles.vitals) }),
    ],
  });
  await writeFile(join(folder, runFiles.model), model.toJson());
  await writeJson(
    folder,
    runFiles.record,
    recordOf({
      started: Date.now() - 60_000 * (10 - order),
      hyperparameters: { optimizer: 'adam', learning_rate: 0.01, batch_size: 64, activation },
    }),
  );
}

const hidden = Array.from({ length: HIDDEN }, (_, i) => `hidden_${i + 1}`);

const findings: readonly StudioFinding[] = [
  {
    cause: 'init_too_small',
    title: 'Initial weights too small',
    severity: 'fault',
    confidence: 0.93,
    layers: hidden,
    place: 'hidden_1 to hidden_6',
    evidence: [
      { quantity: 'gradient factor per layer', measured: 0.06, expected: 1 },
      { quantity: 'gradient that reaches the first layer', measured: 1.2e-8, expected: null },
    ],
    explanation:
      'Each layer passes on a twentieth of the gradient. Next to nothing reaches the first layers, which keep their initial weights.',
    step: 0,
    remedies: [
      {
        name: 'he_normal',
        summary: 'Draw the initial weights from He’s normal distribution',
        gain: 0.8,
        diff: [
          "- new layers.Dense(24, { activation: 'sigmoid' }), // 6 times",
          "+ new layers.Dense(24, { activation: 'relu', kernelInitializer: 'he_normal' }), // 6 times",
        ],
      },
    ],
  },
];

const predictions: PredictionsRecord = {
  epoch: EPOCHS,
  confusion: {
    labels: [...'0123456789'],
    counts: Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: 10 }, (_, j) => (i === j ? 30 + i : (3 * i + j) % 7 === 0 ? 2 : 0)),
    ),
  },
  worst: [
    {
      index: 17,
      truth: '8',
      answer: '1',
      confidence: 0.98,
      truthProbability: 0.01,
      loss: 4.6,
      image: null,
      inputs: [0, 3, 16, 12],
    },
    {
      index: 4,
      truth: '3',
      answer: '9',
      confidence: 0.9,
      truthProbability: 0.05,
      loss: 3,
      image: null,
      inputs: [0, 0, 9, 2],
    },
  ],
};

/** A name that would run as a script if the page took it for HTML. */
export const SCRIPT_RUN = '<script>alert(1)';

/**
 * A log folder of three runs: `deep/sigmoid`, which learns next to nothing and has a finding; `deep/relu`, which learns;
 * and one whose name is a script.
 */
export async function writeSampleRuns(folder: string): Promise<void> {
  await train(join(folder, 'deep/sigmoid'), 'sigmoid', 1);
  await train(join(folder, 'deep/relu'), 'relu', 2);
  await writeJson(join(folder, 'deep/sigmoid'), runFiles.findings, findings);
  await writeJson(join(folder, 'deep/relu'), runFiles.predictions, predictions);
  await writeJson(join(folder, SCRIPT_RUN), runFiles.record, recordOf({ started: Date.now() - 3_600_000 }));
}
