import { ArgumentError, badArgument } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import {
  type Config,
  type CustomObjects,
  deserializeObject,
  isSerialized,
  serializeObject,
} from '../support/registry.ts';
import { DTypePolicy, type DTypePolicyName, dtypePolicy } from './dtype-policy.ts';
import { QuantizedDTypePolicy, quantizedPolicy } from './quantized-dtype-policy.ts';

/** What stands for a policy: its name, Keras's envelope around its config, or itself. */
export type DTypePolicyIdentifier =
  | DTypePolicyName
  | DTypePolicy
  | { readonly class_name: string; readonly config: Config };

/**
 * Policies by the paths of layers (`model/block/dense`), exact or as regular expressions of the whole path, and one for
 * all others.
 *
 * @param defaultPolicy the policy of layers that no key matches. Default: `config.dtypePolicy()`
 * @param policyMap policies by path
 * @throws ArgumentError when a policy is unknown, or a path matches several keys
 * @see https://keras.io/api/mixed_precision/policy/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * const map = new dtypePolicies.DTypePolicyMap('float32', { 'encoder/.*': 'mixed_bfloat16' });
 * console.log(map.get('encoder/dense').name, map.get('head').name); // => mixed_bfloat16 float32
 * ```
 */
export class DTypePolicyMap extends DTypePolicy {
  static override readonly className: string = 'DTypePolicyMap';
  readonly #given: DTypePolicyIdentifier | null;
  readonly #default: DTypePolicy;
  readonly #policies = new Map<string, DTypePolicy>();

  constructor(
    defaultPolicy: DTypePolicyIdentifier | null = null,
    policyMap: Readonly<Record<string, DTypePolicyIdentifier>> | null = null,
  ) {
    const fallback = get(defaultPolicy);
    if (fallback instanceof DTypePolicyMap) throw badArgument('defaultPolicy', 'a policy that is no map', fallback);
    super(fallback instanceof QuantizedDTypePolicy ? fallback.sourceName : fallback.name);
    this.#given = defaultPolicy;
    this.#default = fallback;
    if (policyMap !== null && !isPlainRecord(policyMap))
      throw badArgument('policyMap', 'a record of policies', policyMap);
    for (const [path, policy] of Object.entries(policyMap ?? {})) this.set(path, policy);
  }

  get defaultPolicy(): DTypePolicy {
    return this.#default;
  }

  get size(): number {
    return this.#policies.size;
  }

  has(path: string): boolean {
    return this.#policies.has(path);
  }

  /** The policy of the layer at a path. */
  get(path: string): DTypePolicy {
    const exact = this.#policies.get(path);
    if (exact !== undefined) return exact;
    const matching = [...this.#policies.keys()].filter((pattern) => new RegExp(`^(?:${pattern})$`).test(path));
    if (matching.length > 1)
      throw new ArgumentError(
        `A layer's path must match one key of the DTypePolicyMap. Received: ${path}, which matches ${matching.join(' and ')}`,
      );
    return this.#policies.get(matching[0] ?? '') ?? this.#default;
  }

  override at(path: string): DTypePolicy {
    return this.get(path);
  }

  /** Adds a policy under a new key. */
  set(path: string, policy: DTypePolicyIdentifier): this {
    if (this.#policies.has(path)) throw badArgument('path', 'a key that is not there yet', path);
    this.#policies.set(path, get(policy));
    return this;
  }

  delete(path: string): boolean {
    return this.#policies.delete(path);
  }

  override getConfig(): Config {
    const given = this.#given;
    return {
      default_policy: given instanceof DTypePolicy ? serializeObject(given) : given,
      policy_map: Object.fromEntries([...this.#policies].map(([path, policy]) => [path, serializeObject(policy)])),
    };
  }

  static override fromConfig(config: Config): DTypePolicyMap {
    const { default_policy: fallback = null, policy_map: map = null } = config;
    // Both come from JSON; the constructor looks at them.
    return new DTypePolicyMap(
      fallback as DTypePolicyIdentifier | null,
      map as Readonly<Record<string, DTypePolicyIdentifier>> | null,
    );
  }

  override toString(): string {
    return `<DTypePolicyMap of ${this.size}, default "${this.#default.name}">`;
  }
}

/**
 * A policy from its name, from its config, or as it is; `config.dtypePolicy()` for null.
 *
 * @throws ArgumentError for unknown names, and for modes of quantized layers that are not supported
 * @see https://keras.io/api/mixed_precision/policy/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * console.log(dtypePolicies.get('mixed_float16').computeDtype); // => float16
 * ```
 */
export function get(identifier?: DTypePolicyIdentifier | null): DTypePolicy {
  if (identifier === null || identifier === undefined) return dtypePolicy();
  if (identifier instanceof DTypePolicy) return identifier;
  if (typeof identifier === 'string') return quantizedPolicy(identifier) ?? new DTypePolicy(identifier);
  if (isSerialized(identifier)) return deserialize(identifier);
  throw badArgument('dtype', 'a dtype, the name of a policy, a policy or its config', identifier);
}

/**
 * Keras's envelope around a policy's config.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * const envelope = dtypePolicies.serialize(new dtypePolicies.DTypePolicy('mixed_bfloat16'));
 * console.log(envelope.config); // => { name: 'mixed_bfloat16' }
 * ```
 */
export const serialize = (policy: DTypePolicy): ReturnType<typeof serializeObject> => serializeObject(policy);

/**
 * Makes a policy from Keras's envelope.
 *
 * @param options `customObjects`: classes of your own by name
 * @throws ArgumentError when the class is none of policies, or that of a mode that is not supported
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { dtypePolicies } from 'keratin';
 * const envelope = dtypePolicies.serialize(new dtypePolicies.DTypePolicy('mixed_bfloat16'));
 * console.log(dtypePolicies.deserialize(envelope).computeDtype); // => bfloat16
 * ```
 */
export function deserialize(config: unknown, options: { customObjects?: CustomObjects } = {}): DTypePolicy {
  if (isSerialized(config) && /^(QuantizedFloat8|GPTQ|AWQ|Ternary)DTypePolicy$/.test(config.class_name))
    throw badArgument('config', 'that of a policy of floats, int8 or int4', config.class_name);
  const policy = deserializeObject(config, { module: 'keras', customObjects: options.customObjects });
  if (!(policy instanceof DTypePolicy)) throw badArgument('config', 'that of a dtype policy', config);
  return policy;
}
