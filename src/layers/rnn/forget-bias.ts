import * as initializers from '../../initializers/index.ts';
import { concatenate } from '../../ops/joining.ts';
import type { Shape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** The bias starts as another initializer says, but for that of the forget gate, which is 1. */
export class ForgetBias extends initializers.Initializer {
  readonly #others: initializers.Initializer;
  readonly #units: number;

  constructor(others: initializers.Initializer, units: number) {
    super();
    this.#others = others;
    this.#units = units;
  }

  override apply(_shape: Shape, options?: Parameters<initializers.Initializer['apply']>[1]): Tensor {
    const units = this.#units;
    const ones = initializers.get('ones').apply([units], options);
    return concatenate([this.#others.apply([units], options), ones, this.#others.apply([2 * units], options)], 0);
  }
}
