import type { KerasTensor } from '../../layers/keras-tensor.ts';
import type { CallOptions, Layer } from '../../layers/layer.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import { Mean } from '../../metrics/index.ts';
import * as ops from '../../ops/index.ts';
import { finiteNumber, fraction } from '../../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../../support/registry.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Model, type ModelOptions } from '../model.ts';
import type { CompileOptions } from '../training/compiled.ts';
import type { LossInputs } from '../training/default-steps.ts';
import { DistillationLoss } from './distillation-loss.ts';

export interface DistillerOptions extends Omit<ModelOptions, 'inputs' | 'outputs'> {
  /** The factor of each distillation loss. Default: 1 each. */
  readonly distillationLossWeights?: readonly number[] | null;
  /** The share of the student's own loss in the total, from 0 to 1. Default 0.5. */
  readonly studentLossWeight?: number;
}

/** What a model gives in one call: its own outputs, and those of layers by name. */
interface Features {
  readonly final: Structure<Tensor>;
  readonly layers: { readonly [name: string]: Structure<Tensor> };
}

const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;

const fits = (a: PartialShape, b: PartialShape): boolean =>
  a.length === b.length && a.every((n, i) => n === null || b[i] === null || n === b[i]);

function requireAlike(what: string, teacher: readonly KerasTensor[], student: readonly KerasTensor[]): void {
  const list = (tensors: readonly KerasTensor[]) =>
    tensors.map(({ shape, dtype }) => `${formatShape(shape)} ${dtype}`).join(', ');
  const alike =
    teacher.length === student.length &&
    teacher.every(({ shape, dtype }, i) => {
      const other = student[i];
      return other !== undefined && other.dtype === dtype && fits(shape, other.shape);
    });
  if (!alike)
    throw new ArgumentError(
      `The ${what}s of teacher and student must have the same shapes and dtypes. Received: ${list(teacher)} and ${list(student)}`,
    );
}

/** A model that gives the outputs of some layers beside its own; undefined where there are none to give. */
function extractor(model: Model, names: readonly (string | null)[]): Model | undefined {
  const wanted = [...new Set(names)].filter((name) => name !== null);
  if (wanted.length === 0) return undefined;
  const layers = Object.fromEntries(wanted.map((name) => [name, model.getLayer(name).output]));
  return new Model(model.input, { final: model.output, layers }, { name: `${model.name}_features` });
}

/**
 * Trains a small model, the student, to answer as a large one that is trained already, the teacher: the total loss is
 * share · student's loss + (1 - share) · Σ weight · distillation loss. The teacher is frozen. What the student's layers
 * add to its loss, and sample weights, count as in any training.
 *
 * @param teacher a trained model
 * @param student a model with inputs and outputs of the same shapes
 * @param distillationLosses one, or a list
 * @param options `distillationLossWeights`, `studentLossWeight`, `name`, `dtype`
 * @returns a model: `compile` it with the student's loss, then `fit`; logs have `student_loss`, `distillation_loss` and
 *   `total_loss` besides
 * @throws ArgumentError when the models' inputs or outputs differ, or a loss can't compare them
 * @see https://keras.io/api/distillation/distiller/
 *
 * @example
 * ```ts
 * import { distillation, layers, Sequential } from 'keratin';
 * const net = (units: number) => new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(units), new layers.Dense(2)]);
 * const [teacher, student] = [net(32), net(4)];
 * const distiller = new distillation.Distiller(teacher, student, new distillation.LogitsDistillation());
 * distiller.compile({ optimizer: 'adam', loss: 'mse' });
 * const { history } = await distiller.fit([[0, 1], [1, 0]], [[1, 0], [0, 1]], { verbose: 0 });
 * console.log(Object.keys(history)); // => [ 'distillation_loss', 'loss', 'student_loss', 'total_loss' ]
 * ```
 */
export class Distiller extends Model {
  static override readonly className: string = 'Distiller';
  readonly teacher: Model;
  readonly student: Model;
  readonly distillationLosses: readonly DistillationLoss[];
  readonly distillationLossWeights: readonly number[];
  readonly studentLossWeight: number;
  readonly studentLossTracker = new Mean({ name: 'student_loss' });
  readonly distillationLossTracker = new Mean({ name: 'distillation_loss' });
  readonly totalLossTracker = new Mean({ name: 'total_loss' });
  readonly #teacherFeatures: Model | undefined;
  readonly #studentFeatures: Model | undefined;
  /** What the student's layers gave in the call that made these outputs. */
  readonly #seen = new WeakMap<Tensor, Features>();

  constructor(
    teacher: Model,
    student: Model,
    distillationLosses: DistillationLoss | readonly DistillationLoss[],
    options: DistillerOptions = {},
  ) {
    const { distillationLossWeights = null, studentLossWeight = 0.5, ...base } = options;
    checkOptions('Distiller', base, ['name', 'trainable', 'dtype']);
    if (!(teacher instanceof Model)) throw badArgument('teacher', 'a model', teacher);
    if (!(student instanceof Model)) throw badArgument('student', 'a model', student);
    const losses: readonly DistillationLoss[] =
      distillationLosses instanceof DistillationLoss ? [distillationLosses] : distillationLosses;
    if (!Array.isArray(losses) || losses.length === 0 || losses.some((loss) => !(loss instanceof DistillationLoss)))
      throw badArgument('distillationLosses', 'a distillation loss or a list of them', distillationLosses);
    const weights = distillationLossWeights ?? losses.map(() => 1);
    if (weights.length !== losses.length)
      throw badArgument('distillationLossWeights', `a number for each of ${losses.length} losses`, weights);
    if (teacher.isGraph && student.isGraph) {
      requireAlike('input', teacher.inputs, student.inputs);
      requireAlike('output', teacher.outputs, student.outputs);
    }
    for (const loss of losses) loss.validateModelCompatibility(teacher, student);
    super({ name: 'distiller', ...base });
    this.teacher = teacher;
    this.student = student;
    this.distillationLosses = losses;
    this.distillationLossWeights = weights.map((weight) => finiteNumber('distillationLossWeights', weight));
    this.studentLossWeight = fraction('studentLossWeight', studentLossWeight);
    this.teacher.trainable = false;
    this.#teacherFeatures = extractor(
      teacher,
      losses.map((loss) => loss.teacherLayerName),
    );
    this.#studentFeatures = extractor(
      student,
      losses.map((loss) => loss.studentLayerName),
    );
  }

  override compile(options: CompileOptions = {}): void {
    if (options.loss === undefined || options.loss === null)
      throw badArgument('loss', "the student's loss", options.loss);
    super.compile({ optimizer: 'adam', ...options });
  }

  override call(inputs: Structure<Tensor>, { training = false }: CallOptions): Structure<Tensor> {
    const features = this.#features(this.student, this.#studentFeatures, inputs, training);
    for (const output of flattenStructure(features.final, isTensor)) this.#seen.set(output, features);
    return features.final;
  }

  #features(model: Model, extract: Model | undefined, x: Structure<Tensor>, training: boolean): Features {
    if (extract === undefined) return { final: model.apply<Structure<Tensor>>(x, { training }), layers: {} };
    // The structure is what `extractor` made.
    return extract.apply<Structure<Tensor>>(x, { training }) as unknown as Features;
  }

  override computeLoss(data: LossInputs): Tensor {
    const { x, y, yPred } = data;
    const share = this.studentLossWeight;
    const studentLoss = share > 0 && y !== null ? super.computeLoss(data) : ops.convertToTensor(0);
    const distillationLoss = share < 1 ? this.#distillationLoss(x, yPred) : ops.convertToTensor(0);
    const total = ops.add(ops.multiply(share, studentLoss), ops.multiply(1 - share, distillationLoss));
    this.studentLossTracker.updateState(studentLoss);
    this.distillationLossTracker.updateState(distillationLoss);
    this.totalLossTracker.updateState(total);
    return total;
  }

  #distillationLoss(x: Structure<Tensor>, yPred: Structure<Tensor>): Tensor {
    const teacher = this.#features(this.teacher, this.#teacherFeatures, x, false);
    const [output] = flattenStructure(yPred, isTensor);
    const student = (output && this.#seen.get(output)) ?? this.#features(this.student, this.#studentFeatures, x, true);
    const pick = ({ final, layers }: Features, name: string | null) =>
      name === null ? final : (layers[name] ?? final);
    const terms = this.distillationLosses.map((loss, i) => {
      const taught = pick(teacher, loss.teacherLayerName);
      const learned = pick(student, loss.studentLayerName);
      loss.validateOutputs(taught, learned);
      const value = loss.computeLoss(taught, learned);
      if (value.rank !== 0)
        throw new ArgumentError(
          `The computeLoss of a distillation loss must give one number. Received: shape ${formatShape(value.shape)}`,
        );
      return ops.multiply(this.distillationLossWeights[i] ?? 1, value);
    });
    return terms.reduce((sum, term) => ops.add(sum, term));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      teacher: serializeObject(this.teacher),
      student: serializeObject(this.student),
      distillation_losses: this.distillationLosses.map((loss) => serializeObject(loss)),
      distillation_loss_weights: this.distillationLossWeights,
      student_loss_weight: this.studentLossWeight,
    };
  }

  static override fromConfig(config: Config): Layer {
    const { teacher, student, distillation_losses: losses, distillation_loss_weights: weights, ...rest } = config;
    const model = (part: unknown): Model => {
      const made = deserializeObject(part, { module: 'keras' });
      if (!(made instanceof Model)) throw badArgument('config', 'that of a model', part);
      return made;
    };
    const read = (Array.isArray(losses) ? losses : [losses]).map((loss: unknown) => {
      const made = deserializeObject(loss, { module: 'keras.distillation' });
      if (!(made instanceof DistillationLoss)) throw badArgument('config', 'that of a distillation loss', loss);
      return made;
    });
    const { student_loss_weight: share = 0.5, name = null, trainable = true, dtype = null } = rest;
    // These come from JSON; the constructor looks at them.
    const options = { name, trainable, dtype, distillationLossWeights: weights, studentLossWeight: share };
    return new Distiller(model(teacher), model(student), read, options as DistillerOptions);
  }
}
