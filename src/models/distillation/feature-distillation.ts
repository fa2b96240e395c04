import type { Structure } from '../../layers/structure.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import {
  DistillationLoss,
  type DistillationLosses,
  meanLoss,
  readLosses,
  serializeLosses,
  sumOfLosses,
} from './distillation-loss.ts';

export interface FeatureDistillationOptions {
  /** The loss, or a loss for each output (null leaves one out). Default 'mse'. */
  readonly loss?: DistillationLosses;
  /** The layer of the teacher. Default null: the model's output. */
  readonly teacherLayerName?: string | null;
  /** The layer of the student. Default null: the model's output. */
  readonly studentLayerName?: string | null;
}

/**
 * Teaches by what a layer inside the teacher gives, which a layer of the student is to give too (Romero et al. 2015).
 *
 * @param options `loss`, `teacherLayerName`, `studentLayerName`
 * @throws ArgumentError when there is no loss at all
 * @see https://keras.io/api/distillation/feature_distillation/
 *
 * @example
 * ```ts
 * import { distillation, ops } from 'keratin';
 * const loss = new distillation.FeatureDistillation({ loss: 'mae' });
 * console.log(await loss.computeLoss(ops.convertToTensor([[1, 2]]), ops.convertToTensor([[2, 4]])).item()); // => 1.5
 * ```
 */
export class FeatureDistillation extends DistillationLoss {
  static override readonly className: string = 'FeatureDistillation';
  override readonly teacherLayerName: string | null;
  override readonly studentLayerName: string | null;
  readonly loss: ReturnType<typeof readLosses>;

  constructor(options: FeatureDistillationOptions = {}) {
    super();
    checkOptions('FeatureDistillation', options, ['loss', 'teacherLayerName', 'studentLayerName']);
    this.loss = readLosses(options.loss ?? 'mse');
    this.teacherLayerName = options.teacherLayerName ?? null;
    this.studentLayerName = options.studentLayerName ?? null;
  }

  override computeLoss(teacherOutputs: Structure<Tensor>, studentOutputs: Structure<Tensor>): Tensor {
    return sumOfLosses(this.loss, teacherOutputs, studentOutputs, meanLoss);
  }

  static fromConfig(config: Config): FeatureDistillation {
    return new FeatureDistillation(optionsFromConfig(config));
  }

  override getConfig(): Config {
    return {
      loss: serializeLosses(this.loss),
      teacher_layer_name: this.teacherLayerName,
      student_layer_name: this.studentLayerName,
    };
  }
}
