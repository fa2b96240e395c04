import * as ops from '../ops/index.ts';
import { checkOptions } from '../support/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** Which variables weight decay leaves alone. */
export interface WeightDecayExclusion {
  readonly varList?: readonly Variable[];
  /** Regular expressions: a match anywhere in a variable's name will do. */
  readonly varNames?: readonly string[];
}

/** Decoupled weight decay (Loshchilov and Hutter 2019), of all variables but those that are excluded. */
export class WeightDecay {
  #variables: ReadonlySet<Variable> = new Set();
  #names: RegExp | null = null;

  /** Replaces what was excluded before. */
  exclude(options: WeightDecayExclusion): void {
    checkOptions('excludeFromWeightDecay', options, ['varList', 'varNames']);
    const { varList = [], varNames = [] } = options;
    this.#names = varNames.length === 0 ? null : new RegExp(varNames.join('|'));
    this.#variables = new Set(varList);
  }

  /** w -= w * weightDecay * learningRate */
  apply(variables: readonly Variable[], learningRate: Tensor, weightDecay: number): void {
    const share = ops.multiply(learningRate, weightDecay);
    for (const variable of variables) {
      if (!this.#variables.has(variable) && !this.#names?.test(variable.name))
        variable.assign(ops.subtract(variable, ops.multiply(variable, share)));
    }
  }
}
