import { mapStructure, type Structure } from '../../layers/structure.ts';
import { KLDivergence, klDivergence } from '../../losses/kl-divergence.ts';
import * as ops from '../../ops/index.ts';
import { positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import { Tensor } from '../../tensor/tensor.ts';
import {
  DistillationLoss,
  type DistillationLosses,
  meanLoss,
  readLosses,
  serializeLosses,
  sumOfLosses,
} from './distillation-loss.ts';

export interface LogitsDistillationOptions {
  /** What logits are divided by: the higher, the softer the answers. Default 3. */
  readonly temperature?: number;
  /** The loss, or a loss for each output (null leaves one out). Default 'kl_divergence'. */
  readonly loss?: DistillationLosses;
}

const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;

/**
 * Teaches by a model's logits, softened by a temperature T: T² · KL(softmax(teacher / T), softmax(student / T)) (Hinton,
 * Vinyals and Dean 2015). Other losses get the logits divided by T.
 *
 * Keras takes the softmax for a `KLDivergence` object alone, not for the name 'kl_divergence', which is its default;
 * here both mean the same.
 *
 * @param options `temperature`, `loss`
 * @throws ArgumentError when the temperature is not positive
 * @see https://keras.io/api/distillation/logits_distillation/
 *
 * @example
 * ```ts
 * import { distillation, ops } from 'keratin';
 * const loss = new distillation.LogitsDistillation({ temperature: 2 });
 * const logits = ops.convertToTensor([[2, 1, 0.5]]);
 * console.log(await loss.computeLoss(logits, logits).item()); // => 0
 * ```
 */
export class LogitsDistillation extends DistillationLoss {
  static override readonly className: string = 'LogitsDistillation';
  readonly temperature: number;
  readonly loss: ReturnType<typeof readLosses>;

  constructor(options: LogitsDistillationOptions = {}) {
    super();
    checkOptions('LogitsDistillation', options, ['temperature', 'loss']);
    this.temperature = positiveNumber('temperature', options.temperature ?? 3);
    this.loss = readLosses(options.loss ?? 'kl_divergence');
  }

  override computeLoss(teacherOutputs: Structure<Tensor>, studentOutputs: Structure<Tensor>): Tensor {
    const soften = (outputs: Structure<Tensor>) =>
      mapStructure(outputs, isTensor, (logits) => ops.divide(logits, this.temperature));
    return sumOfLosses(this.loss, soften(teacherOutputs), soften(studentOutputs), (loss, teacher, student) => {
      if (!(loss instanceof KLDivergence) && loss !== klDivergence) return meanLoss(loss, teacher, student);
      const divergence = meanLoss(loss, ops.softmax(teacher), ops.softmax(student));
      return ops.multiply(divergence, this.temperature ** 2);
    });
  }

  static fromConfig(config: Config): LogitsDistillation {
    return new LogitsDistillation(optionsFromConfig(config));
  }

  override getConfig(): Config {
    return { temperature: this.temperature, loss: serializeLosses(this.loss) };
  }
}
