import { type DTypePolicy, type DTypePolicyIdentifier, get } from '../dtype-policies/index.ts';
import type { DType } from '../support/dtype.ts';
import type { LayerOptions } from './layer-options.ts';
import { LayerState } from './layer-state.ts';

/** Which dtypes a layer has: those of its weights, and the one that it computes in. */
export abstract class LayerPrecision extends LayerState {
  /** The names of the layers around this one when it was built, and its own: policies may depend on it. */
  abstract readonly path: string;
  /** @internal What `autocast` is where the options don't say. */
  protected readonly autocastDefault: boolean = true;
  #policy: DTypePolicy;
  readonly #autocast: boolean | undefined;

  constructor({ trainable = true, dtype, autocast }: LayerOptions) {
    super(trainable);
    this.#policy = get(dtype);
    this.#autocast = autocast;
  }

  /** Which dtype the layer computes in, and which its weights have. Weights that exist keep theirs. */
  get dtypePolicy(): DTypePolicy {
    return this.#policy;
  }

  set dtypePolicy(policy: DTypePolicyIdentifier) {
    this.#policy = get(policy);
  }

  /** The dtype of the layer's weights. */
  get dtype(): DType {
    return this.variableDtype;
  }

  /** The dtype of the layer's weights. */
  get variableDtype(): DType {
    return this.#policy.at(this.path).variableDtype;
  }

  /** Whether float inputs and weights are cast to `computeDtype`. */
  get autocast(): boolean {
    return this.#autocast ?? this.autocastDefault;
  }

  /** What the layer computes in, and casts float inputs to. */
  get computeDtype(): DType {
    return this.#policy.at(this.path).computeDtype;
  }
}
