import { registerClasses } from '../support/registry.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

const aliases = { Model, Functional: Model, Sequential };

// Where configs of different ages say that models live; the last ones registered are those that are written.
for (const module of ['keras.models', 'keras.layers', 'keras.engine.functional', 'keras.src.engine.functional'])
  registerClasses(module, [], aliases);
for (const module of ['keras.engine.sequential', 'keras.src.engine.sequential', 'keras.src.models.sequential'])
  registerClasses(module, [], aliases);
registerClasses('keras', [Sequential], aliases);
registerClasses('keras.src.models.functional', [Model], aliases);

export type { Structure } from '../layers/structure.ts';
export { type CloneModelOptions, cloneModel } from './clone-model.ts';
export { loadModel } from './load-model.ts';
export { Model, type ModelOptions } from './model.ts';
export { modelFromJson } from './model-from-json.ts';
export { type ChoiceOf, type Choices, compare } from './selection/compare.ts';
export { type Choice, Comparison, type ComparisonRow } from './selection/comparison.ts';
export { type Build, crossValidate } from './selection/cross-validate.ts';
export { CrossValidation, type Score } from './selection/cross-validation.ts';
export type { CrossValidateOptions } from './selection/evaluation-options.ts';
export { Sequential, type SequentialOptions } from './sequential.ts';
export type { SummaryOptions } from './summary/summary.ts';
export type { Trainer } from './trainer.ts';
export type { LossSpec, LossWeights } from './training/compile-loss.ts';
export type { MetricSpec, MetricsSpec } from './training/compile-metrics.ts';
export type { CompileOptions } from './training/compiled.ts';
export type { ArrayData, BatchData, Batches, ModelData, ShapedData } from './training/data-types.ts';
export type { LossInputs } from './training/default-steps.ts';
export type { StepData } from './training/feed.ts';
export type {
  Callbacks,
  EvaluateOptions,
  FitOptions,
  PredictOptions,
  TestOnBatchOptions,
  TrainOnBatchOptions,
  ValidationData,
  Verbose,
} from './training/options.ts';
export type { ClassWeight } from './training/sample-weights.ts';
