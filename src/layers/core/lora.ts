import type { InitializerIdentifier } from '../../initializers/index.ts';
import { add, multiply } from '../../ops/arithmetic.ts';
import { matmul } from '../../ops/matrix-product.ts';
import type { Regularizer } from '../../regularizers/index.ts';
import { finiteNumber, positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, checkOptions, StateError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { MergedWeight } from '../layer-state.ts';
import type { AddWeightOptions } from '../make-weight.ts';
import type { Quantization } from '../quantization/quantization.ts';

export interface LoraOptions {
  /** Rank of a low-rank update that is trained instead of the kernel (Hu et al. 2021). Default null: none. */
  loraRank?: number | null;
  /** The update is scaled by loraAlpha / loraRank. Default loraRank. */
  loraAlpha?: number | null;
}

export const loraOptionNames = ['loraRank', 'loraAlpha'];

export interface EnableLoraOptions {
  /** The update is scaled by loraAlpha / rank. Default rank. */
  loraAlpha?: number | null;
  /** Default 'he_uniform'. */
  aInitializer?: InitializerIdentifier;
  /** Default 'zeros', so that the update begins as nothing. */
  bInitializer?: InitializerIdentifier;
}

/** What a low-rank update needs to know of its layer. */
export interface LoraHost {
  readonly name: string;
  readonly built: boolean;
  addWeight(options: AddWeightOptions): Variable;
  mergeWhenSaved(merged: MergedWeight): void;
}

/** The weight that is updated. */
interface Updated {
  readonly weight: () => Variable;
  /** Once it is quantized, how. */
  readonly quantization?: Quantization;
  /** What the weight is called in the names of the update's own: `kernel` or `embeddings`. */
  readonly label: string;
  readonly regularizer: Regularizer | null;
  /** A constrained weight has no low-rank update. */
  readonly constrained: boolean;
}

/** A low-rank update of a frozen weight: weight + (alpha / rank) · a · b (Hu et al. 2021, https://arxiv.org/abs/2106.09685). */
export class Lora {
  readonly #host: LoraHost;
  readonly #updated: Updated;
  #rank: number | null;
  #alpha: number | null;
  #factors: { readonly a: Variable; readonly b: Variable } | undefined;

  constructor(host: LoraHost, options: LoraOptions, updated: Updated) {
    this.#host = host;
    this.#updated = updated;
    this.#rank = options.loraRank == null ? null : positiveInteger('loraRank', options.loraRank);
    this.#alpha = options.loraAlpha == null ? this.#rank : finiteNumber('loraAlpha', options.loraAlpha);
  }

  get rank(): number | null {
    return this.#rank;
  }

  get alpha(): number | null {
    return this.#alpha;
  }

  get enabled(): boolean {
    return this.#factors !== undefined;
  }

  /** Adds the update that the layer's options asked for, once the weight exists. */
  build(): void {
    if (this.#rank !== null) this.#add(this.#rank, {});
  }

  /** Freezes the weight and adds its update. */
  enable(rank: number, options: EnableLoraOptions): void {
    const { name, built } = this.#host;
    checkOptions('enableLora', options, ['loraAlpha', 'aInitializer', 'bInitializer']);
    positiveInteger('rank', rank);
    if (!built)
      throw new StateError(`Layer "${name}" must be built before it gets an update. Received: enableLora(${rank})`);
    if (this.enabled) throw new StateError(`Layer "${name}" has an update already. Received: enableLora(${rank})`);
    this.#add(rank, options);
  }

  #add(rank: number, options: EnableLoraOptions): void {
    const { label, regularizer, constrained } = this.#updated;
    const weight = this.#updated.weight();
    if (constrained)
      throw new ArgumentError(
        `A constrained weight has no low-rank update: remove the constraint of ${label}. Received: layer "${this.#host.name}" with a constraint`,
      );
    const shape = this.#value().shape;
    const columns = shape.at(-1) ?? 1;
    this.#factors = {
      a: this.#host.addWeight({
        name: `lora_${label}_a`,
        shape: [...shape.slice(0, -1), rank],
        initializer: options.aInitializer ?? 'he_uniform',
        regularizer,
      }),
      b: this.#host.addWeight({
        name: `lora_${label}_b`,
        shape: [rank, columns],
        initializer: options.bInitializer ?? 'zeros',
        regularizer,
      }),
    };
    const { a, b } = this.#factors;
    // Keras makes both factors zero when a file is read, after which neither has a gradient.
    this.#host.mergeWhenSaved({ parts: [a, b], zeroed: b, value: (variable) => this.#merged(variable) });
    weight.trainable = false;
    this.#rank = rank;
    this.#alpha = options.loraAlpha == null ? (this.#alpha ?? rank) : finiteNumber('loraAlpha', options.loraAlpha);
  }

  #value(): Variable | Tensor {
    const { weight, quantization } = this.#updated;
    return quantization?.weight?.value() ?? weight();
  }

  /** What files hold of a variable: the weight with its update, quantized again where it was. */
  #merged(variable: Variable): Tensor | undefined {
    const { weight, quantization } = this.#updated;
    const quantized = quantization?.weight;
    if (quantization === undefined || quantized === undefined)
      return variable === weight() ? convertToTensor(this.effective()) : undefined;
    return quantization.encode(this.effective())[quantized.variables.indexOf(variable)];
  }

  /** The weight with its update. */
  effective(): TensorLike {
    const weight = this.#value();
    if (this.#factors === undefined) return weight;
    return add(weight, this.#scaled(matmul(this.#factors.a, this.#factors.b)));
  }

  /** What the update adds to a product of inputs with the weight: the product with the first factor, times the second. */
  addProduct(product: Tensor, productWith: (weight: Variable) => Tensor): Tensor {
    if (this.#factors === undefined) return product;
    return add(product, this.#scaled(matmul(productWith(this.#factors.a), this.#factors.b)));
  }

  /** What the update adds where rows of the weight were taken: `take` of the first factor, times the second. */
  addTaken(taken: Tensor, take: (table: Variable) => Tensor): Tensor {
    if (this.#factors === undefined) return taken;
    return add(taken, this.#scaled(matmul(take(this.#factors.a), this.#factors.b)));
  }

  #scaled(update: Tensor): Tensor {
    return multiply(update, (this.#alpha ?? 1) / (this.#rank ?? 1));
  }

  config(): Config {
    return this.#rank === null ? {} : { lora_rank: this.#rank, lora_alpha: this.#alpha };
  }
}
