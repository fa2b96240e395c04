import * as ops from '../ops/index.ts';
import {
  finiteNumber,
  flag,
  fraction,
  fractionBelowOne,
  nonNegativeInteger,
  nonNegativeNumber,
  optional,
} from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { at } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { newtonSchulz } from './newton-schulz.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001, weight decay 0.004. */
export interface MuonOptions extends OptimizerOptions {
  /** Adam's beta1, 0 to below 1. Default 0.9. */
  readonly adamBeta1?: number;
  /** Adam's beta2, 0 to below 1. Default 0.999. */
  readonly adamBeta2?: number;
  /** Weight decay of the variables that Adam updates. Default 0.004; null for none. */
  readonly adamWeightDecay?: number | null;
  /** Adam's epsilon. Default 1e-7. */
  readonly epsilon?: number;
  /** Regular expressions; variables whose path has a match are left to Adam. Default none. */
  readonly excludeLayers?: readonly string[] | null;
  /** Leave variables with "embedding" in their path to Adam. Default true. */
  readonly excludeEmbeddings?: boolean;
  /** Coefficients of the polynomial that orthogonalizes. Defaults 3.4445, -4.775, 2.0315. */
  readonly muonA?: number;
  readonly muonB?: number;
  readonly muonC?: number;
  /** Adam's learning rate as a multiple of this one's. Default 1. */
  readonly adamLrRatio?: number;
  /** Share of the summed gradients that stays at each step, 0 to 1. Default 0.95. */
  readonly momentum?: number;
  /** Steps of the orthogonalization. Default 5. */
  readonly nsSteps?: number;
  /** Take the gradient as if the momentum had been applied already. Default true. */
  readonly nesterov?: boolean;
  /** Root mean square of a step at learning rate 1. Default 0.2, about Adam's. */
  readonly rmsRate?: number;
}

const OWN_OPTIONS = [
  'adamBeta1',
  'adamBeta2',
  'adamWeightDecay',
  'epsilon',
  'excludeLayers',
  'excludeEmbeddings',
  'muonA',
  'muonB',
  'muonC',
  'adamLrRatio',
  'momentum',
  'nsSteps',
  'nesterov',
  'rmsRate',
] as const;

/**
 * Momentum made orthogonal, for the matrices in the middle of a net; Adam updates everything else (vectors, embeddings,
 * and what `excludeLayers` matches, which should have the output layer). For a matrix with sides p and q:
 *
 * m = momentum * m + g, d = g + momentum * m (or m without `nesterov`),
 * w -= learningRate * rmsRate * sqrt(max(p, q)) * orthogonal(d).
 *
 * Source: Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/; Liu et al. 2025,
 * https://arxiv.org/abs/2502.16982; https://keras.io/api/optimizers/muon/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const optimizer = new optimizers.Muon({ excludeLayers: ['output'] });
 * console.log(optimizer.getConfig().exclude_layers); // => ['output']
 * ```
 */
export class Muon extends Optimizer {
  static override readonly className: string = 'Muon';
  readonly adamBeta1: number;
  readonly adamBeta2: number;
  readonly adamWeightDecay: number | null;
  readonly epsilon: number;
  readonly excludeLayers: readonly string[];
  readonly excludeEmbeddings: boolean;
  readonly coefficients: readonly [a: number, b: number, c: number];
  readonly adamLrRatio: number;
  readonly momentum: number;
  readonly nsSteps: number;
  readonly nesterov: boolean;
  readonly rmsRate: number;

  constructor(options: MuonOptions = {}) {
    super({ learningRate: 0.001, weightDecay: 0.004, ...options }, OWN_OPTIONS);
    this.adamBeta1 = fractionBelowOne('adamBeta1', options.adamBeta1 ?? 0.9);
    this.adamBeta2 = fractionBelowOne('adamBeta2', options.adamBeta2 ?? 0.999);
    const { adamWeightDecay = 0.004 } = options;
    this.adamWeightDecay = optional(nonNegativeNumber, 'adamWeightDecay', adamWeightDecay);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
    this.excludeLayers = [...(options.excludeLayers ?? [])];
    if (this.excludeLayers.some((pattern) => typeof pattern !== 'string')) {
      throw badArgument('excludeLayers', 'a list of strings', options.excludeLayers);
    }
    this.excludeEmbeddings = flag('excludeEmbeddings', options.excludeEmbeddings ?? true);
    this.coefficients = [
      finiteNumber('muonA', options.muonA ?? 3.4445),
      finiteNumber('muonB', options.muonB ?? -4.775),
      finiteNumber('muonC', options.muonC ?? 2.0315),
    ];
    this.adamLrRatio = nonNegativeNumber('adamLrRatio', options.adamLrRatio ?? 1);
    this.momentum = fraction('momentum', options.momentum ?? 0.95);
    this.nsSteps = nonNegativeInteger('nsSteps', options.nsSteps ?? 5);
    this.nesterov = flag('nesterov', options.nesterov ?? true);
    this.rmsRate = nonNegativeNumber('rmsRate', options.rmsRate ?? 0.2);
  }

  #isForAdam({ rank, path }: Variable): boolean {
    return (
      rank !== 2 ||
      (this.excludeEmbeddings && path.toLowerCase().includes('embedding')) ||
      this.excludeLayers.some((pattern) => new RegExp(pattern).test(path))
    );
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    for (const variable of variables) {
      this.addOptimizerVariables([variable], this.#isForAdam(variable) ? ['momentum', 'velocity'] : 'momentum');
    }
  }

  protected override applyWeightDecay(variables: readonly Variable[], learningRate: Tensor): void {
    const isForAdam = (variable: Variable) => this.#isForAdam(variable);
    this.decay(variables.filter(isForAdam), learningRate, this.adamWeightDecay);
    this.decay(
      variables.filter((variable) => !isForAdam(variable)),
      learningRate,
      this.settings.weightDecay,
    );
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const adam = this.#adamRule(ops.multiply(learningRate, this.adamLrRatio));
    const { momentum, nesterov, nsSteps, coefficients } = this;
    return (gradient, variable) => {
      if (this.#isForAdam(variable)) {
        adam(gradient, variable);
        return;
      }
      const m = this.slot(variable, 'momentum');
      m.assign(ops.add(ops.multiply(m, momentum), gradient));
      const direction = nesterov ? ops.add(gradient, ops.multiply(m, momentum)) : m.value;
      const size = Math.sqrt(Math.max(at(variable.shape, 0), at(variable.shape, 1))) * this.rmsRate;
      const step = ops.multiply(newtonSchulz(direction, nsSteps, coefficients), ops.multiply(learningRate, size));
      variable.assign(ops.subtract(variable, step));
    };
  }

  #adamRule(learningRate: Tensor): UpdateRule {
    const { adamBeta1, adamBeta2, epsilon } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const root = ops.sqrt(biasCorrection(adamBeta2, t));
    const rate = ops.divide(ops.multiply(learningRate, root), biasCorrection(adamBeta1, t));
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      const v = this.slot(variable, 'velocity');
      m.assign(ops.add(m, ops.multiply(ops.subtract(gradient, m), 1 - adamBeta1)));
      v.assign(ops.add(v, ops.multiply(ops.subtract(ops.square(gradient), v), 1 - adamBeta2)));
      variable.assign(ops.subtract(variable, ops.divide(ops.multiply(m, rate), ops.add(ops.sqrt(v), epsilon))));
    };
  }

  override getConfig(): Config {
    const [muonA, muonB, muonC] = this.coefficients;
    return {
      ...super.getConfig(),
      adam_beta_1: this.adamBeta1,
      adam_beta_2: this.adamBeta2,
      epsilon: this.epsilon,
      exclude_layers: this.excludeLayers,
      muon_a: muonA,
      muon_b: muonB,
      muon_c: muonC,
      adam_lr_ratio: this.adamLrRatio,
      momentum: this.momentum,
      ns_steps: this.nsSteps,
      nesterov: this.nesterov,
      exclude_embeddings: this.excludeEmbeddings,
      adam_weight_decay: this.adamWeightDecay,
      rms_rate: this.rmsRate,
    };
  }
}
