import type { LayerVitals } from '../callbacks/index.ts';
import { lossAliases } from '../losses/functions.ts';
import * as losses from '../losses/index.ts';
import type { Model } from '../models/index.ts';
import { assemble } from '../models/training/assemble.ts';
import * as optimizers from '../optimizers/index.ts';
import { snakeCase } from '../support/case.ts';
import { ArgumentError, StateError } from '../support/errors.ts';
import { isSerialized } from '../support/registry.ts';
import { type Anatomy, anatomyOf, type Stage } from './anatomy.ts';
import { type DataFacts, dataFacts } from './data/data-facts.ts';
import { type FirstPass, firstPass } from './first-pass.ts';
import { type Expectation, type FieldLayer, meanField } from './theory/mean-field.ts';

/** What the kernel and bias of a stage hold. */
export interface StageWeights {
  readonly mean: number;
  /** Mean square of the kernel. */
  readonly square: number;
  /** The largest deviation between units, over the largest weight; 0 when all units are alike. */
  readonly unitSpread: number;
  readonly biasMean: number;
  readonly biasSquare: number;
}

/** A stage with everything that is known of it before training. */
export interface StageFacts {
  readonly stage: Stage;
  readonly weights: StageWeights;
  /** What the first pass showed of its activation; null when it wasn't seen. */
  readonly vitals: LayerVitals | null;
  /** What mean-field theory expects; null where it has nothing to say. */
  readonly expected: Expectation | null;
}

/** How the optimizer is set. */
export interface OptimizerFacts {
  /** Keras's class name. */
  readonly name: string;
  readonly learningRate: number;
  readonly momentum: number;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Everything that the rules look at before training. */
export interface CaseFile {
  readonly model: Model;
  readonly anatomy: Anatomy;
  readonly stages: readonly StageFacts[];
  readonly data: DataFacts | null;
  /** Values that are NaN or infinite. */
  readonly nonFinite: { readonly inputs: number; readonly targets: number };
  readonly pass: FirstPass;
  /** Keras's name of the loss; null for none or several. */
  readonly loss: string | null;
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly optimizer: OptimizerFacts;
  readonly epochs: number | null;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
}

/** What a case is opened with. */
export interface CaseInput {
  readonly x: unknown;
  readonly y: unknown;
  readonly validationData?: readonly [unknown, unknown] | null;
  readonly epochs?: number | null;
  readonly batchSize?: number;
}

const isAlias = (name: string): name is keyof typeof lossAliases => Object.hasOwn(lossAliases, name);

function lossFacts(model: Model): Pick<CaseFile, 'loss' | 'fromLogits' | 'labelSmoothing'> {
  const spec = model.loss;
  const plain = { fromLogits: false, labelSmoothing: 0 };
  if (typeof spec === 'string') {
    const name = snakeCase(spec);
    return { loss: isAlias(spec) ? lossAliases[spec] : isAlias(name) ? lossAliases[name] : name, ...plain };
  }
  const config = model.getCompileConfig()?.loss;
  if (isSerialized(config)) {
    const options = config.config;
    const inner = typeof options.fn === 'string' ? options.fn : config.class_name;
    return {
      loss: snakeCase(inner),
      fromLogits: options.from_logits === true,
      labelSmoothing: typeof options.label_smoothing === 'number' ? options.label_smoothing : 0,
    };
  }
  if (typeof config === 'string') return { loss: config, ...plain };
  const fromLogits = spec instanceof losses.Loss && 'fromLogits' in spec && spec.fromLogits === true;
  return { ...plain, loss: null, fromLogits };
}

function optimizerFacts(model: Model): OptimizerFacts {
  const { optimizer } = model;
  if (optimizer === null) throw new StateError('The doctor needs a compiled model. Received: one without an optimizer');
  const { class_name: name, config } = optimizers.serialize(optimizer);
  const momentum = typeof config.momentum === 'number' ? config.momentum : 0;
  return { name, learningRate: optimizer.getLearningRate(), momentum, config };
}

function stageWeights({ layer }: Stage): StageWeights {
  const find = (pattern: RegExp) => layer.weights.find(({ name }) => pattern.test(name) && !/recurrent/.test(name));
  const kernel = find(/kernel$/);
  const bias = find(/bias$/);
  const values = kernel?.dataSync() ?? new Float32Array();
  const units = kernel?.shape.at(-1) ?? 1;
  const rows = values.length / Math.max(units, 1);
  let sum = 0;
  let square = 0;
  let largest = 0;
  let spread = 0;
  for (let i = 0; i < rows; i++) {
    let rowSum = 0;
    let rowSquare = 0;
    for (let u = 0; u < units; u++) {
      const value = values[i * units + u] ?? 0;
      rowSum += value;
      rowSquare += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    sum += rowSum;
    square += rowSquare;
    spread = Math.max(spread, Math.sqrt(Math.max(0, rowSquare / units - (rowSum / units) ** 2)));
  }
  const biases = Float32Array.from(bias?.dataSync() ?? []);
  const count = Math.max(values.length, 1);
  return {
    mean: sum / count,
    square: square / count,
    unitSpread: largest === 0 ? 0 : spread / largest,
    biasMean: biases.reduce((total, value) => total + value, 0) / Math.max(biases.length, 1),
    biasSquare: biases.reduce((total, value) => total + value * value, 0) / Math.max(biases.length, 1),
  };
}

/** Only floats can be NaN or infinite. */
function countNonFinite(arrays: readonly { readonly values: unknown }[]): number {
  let count = 0;
  for (const { values } of arrays) {
    if (!(values instanceof Float32Array || values instanceof Float64Array)) continue;
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++;
  }
  return count;
}

/** Looks at a compiled model and its data, without changing either. */
export function openCase(model: Model, input: CaseInput): CaseFile {
  if (!model.compiled)
    throw new StateError(
      'The doctor needs a compiled model: call model.compile first. Received: one that was not compiled',
    );
  const pass = firstPass(model, input.x, input.y);
  const purpose = { training: true, batchSize: 32, warning: null };
  const read = (x: unknown, y: unknown) => assemble(model, x, { y, sampleWeight: null, classWeight: null }, purpose);
  const all = read(input.x, input.y);
  const [x, ...moreX] = all.x.arrays;
  const [y, ...moreY] = all.y?.arrays ?? [];
  if (x === undefined) throw new ArgumentError('`x` must have at least one array. Received: none');
  const { loss, fromLogits, labelSmoothing } = lossFacts(model);
  // What rules say about data holds for one input and one target.
  const single = moreX.length === 0 && moreY.length === 0 && y !== undefined && loss !== null;
  const validation = input.validationData ?? null;
  const held = single && validation !== null ? read(validation[0], validation[1]) : null;
  const [heldX] = held?.x.arrays ?? [];
  const [heldY] = held?.y?.arrays ?? [];
  const data = single
    ? dataFacts(x, y, heldX !== undefined && heldY !== undefined ? { x: heldX, y: heldY } : null, loss)
    : null;
  const anatomy = anatomyOf(model);
  const weights = anatomy.stages.map(stageWeights);
  const expected = expectations(anatomy, weights, x.values);
  const batchSize = input.batchSize ?? 32;
  return {
    model,
    anatomy,
    stages: anatomy.stages.map(
      (stage, i): StageFacts => ({
        stage,
        weights: weights[i] ?? { mean: 0, square: 0, unitSpread: 0, biasMean: 0, biasSquare: 0 },
        vitals: vitalsOf(stage, pass.reading.layers),
        expected: expected[i] ?? null,
      }),
    ),
    data,
    nonFinite: { inputs: countNonFinite(all.x.arrays), targets: countNonFinite(all.y?.arrays ?? []) },
    pass,
    loss,
    fromLogits,
    labelSmoothing,
    optimizer: optimizerFacts(model),
    epochs: input.epochs ?? null,
    batchSize,
    stepsPerEpoch: Math.max(1, Math.ceil((x.shape[0] ?? 1) / batchSize)),
  };
}

/** The vitals of a stage's activation among those of a step. */
export const vitalsOf = (stage: Stage, layers: readonly LayerVitals[]): LayerVitals | null =>
  layers.find(({ layer }) => layer === stage.activationLayer) ??
  layers.find(({ layer }) => layer === stage.name) ??
  null;

function expectations(
  anatomy: Anatomy,
  weights: readonly StageWeights[],
  inputs: ArrayLike<number>,
): readonly (Expectation | null)[] {
  if (!anatomy.chain || anatomy.stages.some(({ recurrent }) => recurrent)) return [];
  let square = 0;
  const step = Math.max(1, Math.floor(inputs.length / 65536));
  let count = 0;
  for (let i = 0; i < inputs.length; i += step, count++) square += Number(inputs[i] ?? 0) ** 2;
  const stack = anatomy.stages.map(
    (stage, i): FieldLayer => ({
      activation: stage.activation,
      fanIn: stage.fanIn,
      units: stage.fanOut,
      weightSquare: weights[i]?.square ?? 0,
      biasSquare: weights[i]?.biasSquare ?? 0,
      normalized: stage.normalized || stage.normalizedInput,
    }),
  );
  return meanField(stack, anatomy.normalizesInput ? 1 : square / Math.max(count, 1));
}

/** The stages between input and output. */
export const hiddenStages = (file: CaseFile): StageFacts[] => file.stages.filter(({ stage }) => !stage.output);

/** The last stage. */
export const outputStage = (file: CaseFile): StageFacts | undefined => file.stages.find(({ stage }) => stage.output);
