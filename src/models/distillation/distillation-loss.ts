import { flattenStructure, mapStructure, type Structure } from '../../layers/structure.ts';
import { get, type LossIdentifier, serialize } from '../../losses/get.ts';
import { Loss, type LossFunction } from '../../losses/loss.ts';
import * as ops from '../../ops/index.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { assertSameStructure } from '../../tree/index.ts';
import type { Model } from '../model.ts';

/** A loss for each output; null where an output is left out. */
export type DistillationLosses = Structure<LossIdentifier | null>;

type ReadLoss = Loss | LossFunction | null;

const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;
const isRead = (x: unknown): x is ReadLoss => x === null || x instanceof Loss || typeof x === 'function';
/** Lists, and records without a class name, hold losses for several outputs; everything else is one. */
const isIdentifier = (x: unknown): x is LossIdentifier | null =>
  isRead(x) || typeof x === 'string' || (typeof x === 'object' && !Array.isArray(x) && 'class_name' in x);

/** Reads losses from names, objects, functions and configs. */
export function readLosses(losses: DistillationLosses): Structure<ReadLoss> {
  const read = mapStructure<LossIdentifier | null, ReadLoss>(losses, isIdentifier, get);
  if (flattenStructure<ReadLoss>(read, isRead).every((loss) => loss === null))
    throw new ArgumentError(`\`loss\` must name at least one loss. Received: loss=${describe(losses)}`);
  return read;
}

/** Keras's JSON of losses. */
export const serializeLosses = (losses: Structure<ReadLoss>): Config[string] =>
  mapStructure<ReadLoss, unknown>(losses, isRead, (loss) => (loss === null ? null : serialize(loss)));

/** The sum over all outputs of `compute`, the mean of an output's loss. */
export function sumOfLosses(
  losses: Structure<ReadLoss>,
  teacherOutputs: Structure<Tensor>,
  studentOutputs: Structure<Tensor>,
  compute: (loss: Loss | LossFunction, teacher: Tensor, student: Tensor) => Tensor,
): Tensor {
  const [teacher, student] = [teacherOutputs, studentOutputs].map((outputs) => flattenStructure(outputs, isTensor));
  const each = flattenStructure<ReadLoss>(losses, isRead);
  if (each.length !== teacher?.length || each.length !== student?.length)
    throw new ArgumentError(
      `\`loss\` must have a loss for each output, or null. Received: ${each.length} losses for ${teacher?.length} outputs of the teacher and ${student?.length} of the student`,
    );
  const terms = each.flatMap((loss, i) => {
    const [ofTeacher, ofStudent] = [teacher[i], student[i]];
    return loss === null || ofTeacher === undefined || ofStudent === undefined
      ? []
      : [compute(loss, ofTeacher, ofStudent)];
  });
  return terms.reduce((total, term) => ops.add(total, term));
}

/** A loss of two tensors as one number. */
export const meanLoss = (loss: Loss | LossFunction, teacher: Tensor, student: Tensor): Tensor =>
  ops.mean(loss instanceof Loss ? loss.apply(teacher, student) : loss(teacher, student));

/**
 * What a student is taught by: how far its outputs, or those of one of its layers, are from the teacher's. Extend it
 * with a `computeLoss` of your own.
 *
 * @see https://keras.io/api/distillation/
 *
 * @example
 * ```ts
 * import { distillation, ops, type Tensor } from 'keratin';
 * class LargestGap extends distillation.DistillationLoss {
 *   override computeLoss(teacher: Tensor, student: Tensor): Tensor {
 *     return ops.max(ops.abs(ops.subtract(teacher, student)));
 *   }
 * }
 * const loss = new LargestGap().computeLoss(ops.convertToTensor([1, 2]), ops.convertToTensor([1, 4]));
 * console.log(await loss.item()); // => 2
 * ```
 */
export abstract class DistillationLoss {
  static readonly className: string = 'DistillationLoss';
  /** The layer of the teacher whose output counts; null: the model's. */
  readonly teacherLayerName: string | null = null;
  /** The layer of the student whose output counts; null: the model's. */
  readonly studentLayerName: string | null = null;

  /** How far the student's outputs are from the teacher's: one number. */
  abstract computeLoss(teacherOutputs: Structure<Tensor>, studentOutputs: Structure<Tensor>): Tensor;

  /** Refuses outputs of different structure. */
  validateOutputs(teacherOutputs: Structure<Tensor>, studentOutputs: Structure<Tensor>): void {
    assertSameStructure(teacherOutputs, studentOutputs);
  }

  /** Refuses models that this loss can't compare. */
  validateModelCompatibility(teacher: Model, student: Model): void {
    for (const [role, model, name] of [
      ['teacher', teacher, this.teacherLayerName],
      ['student', student, this.studentLayerName],
    ] as const) {
      if (name === null) continue;
      if (!model.isGraph)
        throw new ArgumentError(
          `Layers are compared in functional and sequential models, built ones. Received: a ${role} without symbolic inputs, and ${role}LayerName="${name}"`,
        );
      model.getLayer(name);
    }
  }

  getConfig(): Config {
    return {};
  }
}
