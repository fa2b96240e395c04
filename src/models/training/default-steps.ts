import { isTensor } from '../../layers/infer-outputs.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import * as ops from '../../ops/index.ts';
import { StateError } from '../../support/errors.ts';
import { withScope } from '../../support/scope.ts';
import { gradients } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Trainer } from '../trainer.ts';
import type { Compiled } from './compiled.ts';
import type { StepData } from './feed.ts';
import { flattenTargets } from './flatten-targets.ts';

/** What `computeLoss` and `computeMetrics` get. */
export interface LossInputs extends StepData {
  /** What the model answered. */
  readonly yPred: Structure<Tensor>;
}

const batchSizeOf = (data: StepData): number => flattenStructure(data.x, isTensor)[0]?.shape[0] ?? 1;

/** What both steps do: the answers, and the loss, which is tracked. */
function answer(
  trainer: Trainer,
  data: StepData,
  training: boolean,
  { lossTracker }: Compiled,
): { readonly answered: LossInputs; readonly loss: Tensor } {
  const answered = { ...data, yPred: trainer.apply<Structure<Tensor>>(data.x, { training }) };
  const loss = withScope('loss', () => trainer.computeLoss(answered));
  lossTracker.updateState(loss, { sampleWeight: batchSizeOf(data) });
  return { answered, loss };
}

/** What `Trainer.trainStep` documents. */
export function trainStep(trainer: Trainer, data: StepData): void {
  const compiled = trainer.session.requireCompiled('fit');
  const { answered, loss } = answer(trainer, data, true, compiled);
  const { optimizer } = compiled;
  const variables = trainer.trainableVariables;
  if (variables.length > 0) optimizer.apply(gradients(optimizer.scaleLoss(loss), variables), variables);
  withScope('metrics', () => trainer.computeMetrics(answered));
}

/** What `Trainer.testStep` documents. */
export function testStep(trainer: Trainer, data: StepData): void {
  const { answered } = answer(trainer, data, false, trainer.session.requireCompiled('evaluate'));
  withScope('metrics', () => trainer.computeMetrics(answered));
}

/** The outputs and targets of a batch, of which `part` has learned the shapes. */
function met(trainer: Trainer, { y, yPred }: LossInputs, part: NonNullable<Compiled['loss' | 'metrics']>): Tensor[] {
  const outputs = trainer.outputsOf(yPred);
  const targets = flattenTargets(y, outputs);
  part.build(
    outputs,
    targets.map(({ shape }) => shape),
  );
  return targets;
}

/** What `Trainer.computeLoss` documents. */
export function computeLoss(trainer: Trainer, inputs: LossInputs): Tensor {
  const { loss: compiled } = trainer.session.requireCompiled('computeLoss');
  const terms = [...trainer.losses];
  if (compiled !== null) {
    const targets = met(trainer, inputs, compiled);
    const loss = compiled.apply(targets, flattenStructure(inputs.yPred, isTensor), inputs.sampleWeight);
    if (loss !== null) terms.unshift(loss);
  }
  const [first, ...others] = terms;
  if (first !== undefined) return others.reduce((sum, term) => ops.add(sum, term), first);
  throw new StateError(
    'Training needs a loss: give one to compile, or let a layer add one. Received: a model without any loss',
  );
}

/** What `Trainer.computeMetrics` documents. */
export function computeMetrics(trainer: Trainer, inputs: LossInputs): void {
  const { metrics } = trainer.session.requireCompiled('computeMetrics');
  if (metrics === null) return;
  const targets = met(trainer, inputs, metrics);
  metrics.update(targets, flattenStructure(inputs.yPred, isTensor), inputs.sampleWeight);
}
