import { type DType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument, describe, unknownName } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import type { Config } from '../support/registry.ts';

/** What a policy is called: a dtype, for computations and variables alike, or a mixture. */
export type DTypePolicyName = SourceName | `${'int8' | 'int4' | `int4/${number}`}_from_${SourceName}`;

type SourceName = DType | 'mixed_float16' | 'mixed_bfloat16';

const MIXED = { mixed_float16: 'float16', mixed_bfloat16: 'bfloat16' } as const;
const isMixed = (name: string): name is keyof typeof MIXED => Object.hasOwn(MIXED, name);

/** Documented global configuration: the policy of layers that are given none; undefined: `config.floatx()`. */
let chosen: DTypePolicy | undefined;

/**
 * Which dtype a layer computes in, and which its weights have. With `'mixed_bfloat16'` and `'mixed_float16'` weights stay
 * float32, and layers cast them and their inputs to 16 bits. Results are rounded to 16 bits after each operation as on
 * hardware that has them; in memory they still take 32 (see docs/decisions/0025).
 *
 * @param name `'mixed_bfloat16'`, `'mixed_float16'`, or a dtype for both. Default: `config.dtypePolicy()`
 * @throws ArgumentError for unknown names; quantized layers have `QuantizedDTypePolicy`
 * @see https://keras.io/api/mixed_precision/policy/
 *
 * @example
 * ```ts
 * import { dtypePolicies, layers } from 'keratin';
 * const policy = new dtypePolicies.DTypePolicy('mixed_bfloat16');
 * const layer = new layers.Dense(2, { dtype: policy });
 * console.log(layer.apply([[1, 2]]).dtype, layer.kernel.dtype); // => bfloat16 float32
 * ```
 */
export class DTypePolicy {
  static readonly className: string = 'DTypePolicy';
  readonly #name: string;
  /** What layers compute in. */
  readonly computeDtype: DType;
  /** What their weights have. */
  readonly variableDtype: DType;

  constructor(name: string | null = null) {
    const chosen = name ?? dtypePolicy().name;
    if (typeof chosen !== 'string') throw badArgument('name', "the name of a policy, such as 'mixed_bfloat16'", name);
    this.#name = chosen;
    this.computeDtype = isMixed(chosen) ? MIXED[chosen] : policyDtype(chosen);
    this.variableDtype = isMixed(chosen) ? 'float32' : this.computeDtype;
  }

  get name(): string {
    return this.#name;
  }

  /** What quantized layers keep their weights in; null for those of floats. */
  get quantizationMode(): 'int8' | 'int4' | null {
    return null;
  }

  /** The policy of a layer by its path: this one, whatever the path. Maps tell layers apart. */
  at(_path: string): DTypePolicy {
    return this;
  }

  getConfig(): Config {
    return { name: this.name };
  }

  static fromConfig(config: Config): DTypePolicy {
    const { name = null } = config;
    if (name !== null && typeof name !== 'string') throw badArgument('name', 'the name of a policy', name);
    return new DTypePolicy(name);
  }

  toString(): string {
    return `<DTypePolicy "${this.name}">`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function policyDtype(name: string): DType {
  try {
    return standardizeDtype(name);
  } catch {
    throw unknownName('dtype policy', name, ['mixed_float16', 'mixed_bfloat16', 'float32', 'float16', 'bfloat16']);
  }
}

/**
 * The policy of layers that are given none: `DTypePolicy(config.floatx())`, unless `setDtypePolicy` says otherwise.
 *
 * @see https://keras.io/api/mixed_precision/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.dtypePolicy().name); // => float32
 * ```
 */
export function dtypePolicy(): DTypePolicy {
  return chosen ?? new DTypePolicy(floatx());
}

/**
 * Chooses the policy of layers that are made from now on and given none.
 *
 * @param policy a policy, or its name; `'mixed_bfloat16'` computes in bfloat16 with float32 weights
 * @throws ArgumentError when there is no such policy
 * @see https://keras.io/api/mixed_precision/
 *
 * @example
 * ```ts
 * import { config, layers } from 'keratin';
 * config.setDtypePolicy('mixed_bfloat16');
 * const layer = new layers.Dense(3);
 * config.setDtypePolicy('float32');
 * console.log(layer.computeDtype, layer.variableDtype); // => bfloat16 float32
 * ```
 */
export function setDtypePolicy(policy: DTypePolicyName | DTypePolicy): void {
  if (typeof policy !== 'string' && !(policy instanceof DTypePolicy))
    throw badArgument('policy', "a policy or its name, such as 'mixed_bfloat16'", describe(policy));
  const given = typeof policy === 'string' ? new DTypePolicy(policy) : policy;
  if (!isFloat(given.computeDtype)) throw badArgument('policy', 'a policy of floats', given.name);
  chosen = given;
}
