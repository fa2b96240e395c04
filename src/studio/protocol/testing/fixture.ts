import type {
  EmbeddingAnswer,
  FindingsAnswer,
  GraphAnswer,
  HistogramsAnswer,
  PredictionsAnswer,
  RunDetail,
  RunSummary,
  RunsAnswer,
  ScalarsAnswer,
  VitalsAnswer,
} from '../index.ts';
import { packFloats } from '../index.ts';

/** Answers as a server gives them of two runs: eight sigmoid layers that hardly learn, and the same net mended. */

const layers = Array.from({ length: 8 }, (_, i) => `dense_${i}`);
const samples = 60;
const steps = Array.from({ length: samples }, (_, i) => 50 * i);
const started = Date.UTC(2026, 0, 5, 9, 30);

const summary = (id: string, changes: Partial<RunSummary>): RunSummary => ({
  id,
  name: id,
  tags: [],
  notes: '',
  status: 'running',
  started,
  updated: started + 42_000,
  progress: { epoch: 6, epochs: 10, step: 120, steps: 500, secondsLeft: 27 },
  hyperparameters: { optimizer: 'SGD', learning_rate: 0.01, batch_size: 32, activation: 'sigmoid' },
  metrics: [
    { name: 'loss', last: 2.301, best: 2.299, bestStep: 4, better: 'down' },
    { name: 'val_accuracy', last: 0.11, best: 0.12, bestStep: 3, better: 'up' },
  ],
  findings: { note: 0, warning: 0, fault: 1 },
  problems: [],
  controllable: true,
  learningRate: 0.01,
  treats: null,
  ...changes,
});

export const runs = {
  folder: 'logs',
  runs: [
    summary('sigmoid-treated', {
      treats: 'sigmoid',
      started: started + 30_000,
      hyperparameters: { optimizer: 'SGD', learning_rate: 0.01, batch_size: 32, activation: 'elu' },
      metrics: [
        { name: 'loss', last: 0.21, best: 0.21, bestStep: 5, better: 'down' },
        { name: 'val_accuracy', last: 0.95, best: 0.95, bestStep: 5, better: 'up' },
      ],
      findings: { note: 1, warning: 0, fault: 0 },
    }),
    summary('sigmoid', { tags: ['chapter 11'], notes: 'How it begins.' }),
    summary('<script>alert(1)</script>', { status: 'interrupted', controllable: false }),
  ],
} satisfies RunsAnswer;

export const run = {
  summary: summary('sigmoid', { tags: ['chapter 11'], notes: 'How it begins.' }),
  series: [
    { tag: 'epoch_loss', part: 'train', count: 6, lastStep: 5, last: 2.301 },
    { tag: 'epoch_loss', part: 'validation', count: 6, lastStep: 5, last: 2.304 },
  ],
  histograms: layers.map((layer) => ({
    tag: `activations/${layer}`,
    part: 'train' as const,
    count: 6,
    lastStep: 2500,
    layer,
  })),
  images: [],
  texts: [{ tag: 'doctor', part: 'train', count: 1, lastStep: 0, layer: null }],
  vitalsSamples: samples,
  hasGraph: true,
  hasPredictions: true,
  embeddings: ['hidden'],
} satisfies RunDetail;

export const scalars = {
  series: (['train', 'validation'] as const).map((part, k) => ({
    run: 'sigmoid',
    tag: 'epoch_loss',
    part,
    steps: [0, 1, 2, 3, 4, 5],
    values: [2.5, 2.4, 2.35, null, 2.3, 2.301].map((value) => (value === null ? null : value + 0.01 * k)),
    seconds: [7, 14, 21, 28, 35, 42],
    count: 6,
  })),
} satisfies ScalarsAnswer;

const gradient = layers.flatMap((_, i) => steps.map((__, t) => 1e-3 * 4 ** (i - layers.length) * (1 + t / samples)));

export const vitals = {
  run: 'sigmoid',
  quantity: 'gradientRms',
  available: ['gradientRms', 'std', 'saturatedShare', 'updateRatio'],
  layers: layers.map((layer) => ({ layer, path: `sequential/${layer}`, activation: 'sigmoid', units: 100 })),
  steps,
  epochs: steps.map((step) => Math.floor(step / 500)),
  values: packFloats(gradient),
  relative: packFloats(gradient.map((value) => Math.log10(value / 1e-3))),
  expected: layers.map(() => 1e-3),
  source: 'rule of thumb',
  limit: 3,
  losses: steps.map((step) => 2.3 + Math.exp(-step / 1000)),
  nonFinite: null,
} satisfies VitalsAnswer;

export const histograms = {
  run: 'sigmoid',
  tag: 'activations/dense_0',
  part: 'train',
  steps: [0, 500, 1000],
  low: 0,
  high: 1,
  bins: 4,
  counts: packFloats([10, 20, 60, 10, 5, 10, 75, 10, 0, 10, 80, 10]),
  lows: [0.02, 0.1, 0.2],
  highs: [0.97, 0.95, 0.9],
} satisfies HistogramsAnswer;

export const graph = {
  run: 'sigmoid',
  name: 'sequential',
  nodes: layers.map((layer) => ({
    id: layer,
    name: layer,
    className: 'Dense',
    layer,
    inside: null,
    details: [
      ['units', '100'],
      ['activation', 'sigmoid'],
    ],
  })),
  edges: layers.slice(1).map((to, i) => ({ from: layers[i] ?? '', to })),
} satisfies GraphAnswer;

export const findings = {
  run: 'sigmoid',
  treatable: true,
  findings: [
    {
      cause: 'activation_saturating_deep',
      title: 'Activation shrinks the gradient in every layer',
      severity: 'fault',
      confidence: 0.95,
      layers,
      place: 'dense_0 … dense_7 (8 layers)',
      evidence: [{ quantity: 'gradient factor per layer', measured: 0.25, expected: 1 }],
      explanation: 'The slope of sigmoid is at most 1/4, so every layer takes three quarters of the gradient.',
      step: null,
      remedies: [
        {
          name: 'elu_he',
          summary: 'Use ELU with He’s initialization in the hidden layers.',
          gain: 0.9,
          diff: [
            "- new layers.Dense(100, { activation: 'sigmoid' }), // 8 times",
            "+ new layers.Dense(100, { activation: 'elu', kernelInitializer: 'he_normal' }), // 8 times",
          ],
        },
      ],
    },
  ],
} satisfies FindingsAnswer;

export const predictions = {
  run: 'sigmoid',
  epoch: 5,
  confusion: {
    labels: ['0', '1', '2'],
    counts: [
      [8, 1, 1],
      [0, 9, 1],
      [2, 2, 6],
    ],
  },
  worst: [
    {
      index: 17,
      truth: '2',
      answer: '1',
      confidence: 0.97,
      truthProbability: 0.01,
      loss: 4.6,
      image: null,
      inputs: [0.1, 0.9],
    },
  ],
} satisfies PredictionsAnswer;

export const embedding = {
  run: 'sigmoid',
  name: 'hidden',
  step: 5,
  points: packFloats([0, 0, 1, 0.5, -1, 0.3]),
  labels: ['0', '1', '2'],
  explained: [0.6, 0.2],
  count: 3,
  dimensions: 100,
} satisfies EmbeddingAnswer;
