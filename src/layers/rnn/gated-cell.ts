import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import { add } from '../../ops/arithmetic.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { split } from '../../ops/splitting.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { type CellOptions, RecurrentCell } from './recurrent-cell.ts';
import { dropped } from './simple-rnn-cell.ts';

export interface GatedCellOptions extends CellOptions {
  /** Of the gates. Default 'sigmoid'. */
  recurrentActivation?: ActivationIdentifier;
  /** 2 (default): one product for all gates; 1: one for each, with dropout masks of its own. */
  implementation?: 1 | 2;
}

export const gatedOptionNames: readonly string[] = ['recurrentActivation', 'implementation'];

/** What LSTM's and GRU's cells have in common. */
export abstract class GatedCell extends RecurrentCell {
  readonly recurrentActivation: ActivationFunction;
  readonly implementation: 1 | 2;

  constructor(units: number, options: GatedCellOptions, ownOptions: readonly string[]) {
    super(units, options, { options: [...gatedOptionNames, ...ownOptions], seedFirst: false });
    const { recurrentActivation = 'sigmoid', implementation = 2 } = options;
    this.recurrentActivation = activations.get(recurrentActivation);
    if (implementation !== 1 && implementation !== 2) throw badArgument('implementation', '1 or 2', implementation);
    this.implementation = this.recurrentDropout === 0 ? implementation : 1;
  }

  protected override get maskCount(): number {
    return this.implementation === 1 ? this.gates : 1;
  }

  /** x times each gate's block of the kernel, plus its bias: one product, or one for each gate with masks of its own. */
  protected gateProducts(x: Tensor, kernel: Variable, masks: readonly Tensor[], bias: TensorLike | null): Tensor[] {
    const biased = (product: Tensor, part: TensorLike | undefined | null): Tensor =>
      part === undefined || part === null ? product : add(product, part);
    if (masks.length <= 1) return split(biased(matmul(dropped(x, masks[0]), kernel), bias), this.gates, -1);
    const biases = bias === null ? [] : split(bias, this.gates, -1);
    const blocks = split(kernel, this.gates, 1);
    return blocks.map((block, i) => biased(matmul(dropped(x, masks[i]), block), biases[i]));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), recurrent_activation: activations.serialize(this.recurrentActivation) };
  }
}
