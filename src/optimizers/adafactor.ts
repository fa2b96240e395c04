import * as ops from '../ops/index.ts';
import { finiteNumber, flag, nonNegativeNumber, positiveNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface AdafactorOptions extends OptimizerOptions {
  /** Exponent by which the moving averages become slower: 1 - t^beta2Decay stays. Default -0.8. */
  readonly beta2Decay?: number;
  /** Added to squared gradients. Default 1e-30. */
  readonly epsilon1?: number;
  /** Least root mean square of a variable that steps are scaled by. Default 1e-3. */
  readonly epsilon2?: number;
  /** Root mean square that an update may have before it is scaled down. Default 1. */
  readonly clipThreshold?: number;
  /** Let a learning rate that is a number fall as 1 / sqrt(t) from where it is larger than that. Default true. */
  readonly relativeStep?: boolean;
}

/**
 * As Adam without momentum, but of the squared gradients of a matrix it remembers only the means of rows r and columns c:
 *
 * s = g² + epsilon1, b = 1 - t^beta2Decay, r = b r + (1 - b) mean(s over columns), c = b c + (1 - b) mean(s over rows),
 * v = r c / mean(r) (for vectors v = b v + (1 - b) s), u = g / sqrt(v),
 * w -= max(epsilon2, rms(w)) * min(learningRate, 1 / sqrt(t)) * u / max(1, rms(u) / clipThreshold).
 *
 * Source: Shazeer and Stern 2018, https://arxiv.org/abs/1804.04235; https://keras.io/api/optimizers/adafactor/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * console.log(new optimizers.Adafactor({ relativeStep: false }).getConfig().relative_step); // => false
 * ```
 */
export class Adafactor extends Optimizer {
  static override readonly className: string = 'Adafactor';
  readonly beta2Decay: number;
  readonly epsilon1: number;
  readonly epsilon2: number;
  readonly clipThreshold: number;
  readonly relativeStep: boolean;

  constructor(options: AdafactorOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta2Decay', 'epsilon1', 'epsilon2', 'clipThreshold', 'relativeStep']);
    this.beta2Decay = finiteNumber('beta2Decay', options.beta2Decay ?? -0.8);
    this.epsilon1 = nonNegativeNumber('epsilon1', options.epsilon1 ?? 1e-30);
    this.epsilon2 = nonNegativeNumber('epsilon2', options.epsilon2 ?? 1e-3);
    this.clipThreshold = positiveNumber('clipThreshold', options.clipThreshold ?? 1);
    this.relativeStep = flag('relativeStep', options.relativeStep ?? true);
  }

  /** For each variable rows, columns and the whole; a vector's first two are empty places that Keras's files have. */
  protected override buildSlots(variables: readonly Variable[]): void {
    for (const variable of variables) {
      const { shape } = variable;
      const factored = shape.length >= 2;
      const place = () => ops.cast(0, 'int32');
      this.addSlot(variable, 'row', factored ? () => ops.zeros(shape.slice(0, -1)) : place);
      this.addSlot(
        variable,
        'column',
        factored ? () => ops.zeros(shape.filter((_, i) => i !== shape.length - 2)) : place,
      );
      this.addSlot(variable, 'velocity', () => ops.zeros(shape));
    }
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const inverseRoot = ops.divide(1, ops.sqrt(t));
    const rate = this.relativeStep && !this.followsSchedule ? ops.minimum(learningRate, inverseRoot) : learningRate;
    const rho = ops.minimum(rate, inverseRoot);
    const comes = ops.power(t, this.beta2Decay);
    const stays = ops.subtract(1, comes);
    const rms = (x: TensorLike) => ops.sqrt(ops.mean(ops.square(x)));
    const mix = (average: Variable, value: Tensor) =>
      average.assign(ops.add(ops.multiply(average, stays), ops.multiply(value, comes)));
    return (gradient, variable) => {
      const squares = ops.add(ops.square(gradient), this.epsilon1);
      const v = this.slot(variable, 'velocity');
      if (variable.rank >= 2) {
        const r = mix(this.slot(variable, 'row'), ops.mean(squares, -1));
        const c = mix(this.slot(variable, 'column'), ops.mean(squares, -2));
        const share = ops.divide(r, ops.mean(r, { axis: -1, keepdims: true }));
        v.assign(ops.multiply(ops.expandDims(share, -1), ops.expandDims(c, -2)));
      } else {
        mix(v, squares);
      }
      const step = ops.divide(gradient, ops.sqrt(v));
      const size = ops.multiply(ops.maximum(rms(variable), this.epsilon2), rho);
      const excess = ops.maximum(ops.divide(rms(step), this.clipThreshold), 1);
      variable.assign(ops.subtract(variable, ops.multiply(step, ops.divide(size, excess))));
    };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      beta_2_decay: this.beta2Decay,
      epsilon_1: this.epsilon1,
      epsilon_2: this.epsilon2,
      clip_threshold: this.clipThreshold,
      relative_step: this.relativeStep,
    };
  }
}
