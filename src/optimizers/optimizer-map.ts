import { ArgumentError, badArgument } from '../support/errors.ts';
import { type Config, type Configurable, deserializeObject, serializeObject } from '../support/registry.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer } from './optimizer.ts';

/**
 * Which optimizer is for which variable: by the variable's path, or by a regular expression that matches the whole path;
 * all others get the default one.
 *
 * @param defaultOptimizer for variables that nothing else is said about
 * @param optimizers by path or regular expression
 * @see https://keras.io/api/optimizers/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const map = new optimizers.OptimizerMap(new optimizers.Adam(), {
 *   'encoder/.*': new optimizers.SGD({ learningRate: 1e-4 }),
 * });
 * ```
 */
export class OptimizerMap implements Configurable {
  static readonly className: string = 'OptimizerMap';
  readonly defaultOptimizer: Optimizer;
  readonly optimizers: ReadonlyMap<string, Optimizer>;
  readonly #patterns: ReadonlyMap<string, RegExp>;

  constructor(defaultOptimizer: Optimizer, optimizers: Readonly<Record<string, Optimizer>> = {}) {
    for (const [name, optimizer] of Object.entries({ defaultOptimizer, ...optimizers }))
      if (!(optimizer instanceof Optimizer)) throw badArgument(name, 'an optimizer', optimizer);
    this.defaultOptimizer = defaultOptimizer;
    this.optimizers = new Map(Object.entries(optimizers));
    this.#patterns = new Map([...this.optimizers.keys()].map((key) => [key, wholePath(key)]));
  }

  /**
   * The optimizer for a variable.
   *
   * @throws ArgumentError when two regular expressions match its path
   */
  optimizerFor(variable: Variable): Optimizer {
    const { path } = variable;
    const exact = this.optimizers.get(path);
    if (exact !== undefined) return exact;
    const matching = [...this.#patterns].filter(([, pattern]) => pattern.test(path)).map(([key]) => key);
    if (matching.length > 1)
      throw new ArgumentError(
        `A variable has one optimizer, but ${path} is matched by several keys. Received: ${matching.join(', ')}`,
      );
    return this.optimizers.get(matching[0] ?? '') ?? this.defaultOptimizer;
  }

  getConfig(): Config {
    return {
      default_optimizer: serializeObject(this.defaultOptimizer),
      optimizer_map: Object.fromEntries([...this.optimizers].map(([key, value]) => [key, serializeObject(value)])),
    };
  }

  static fromConfig(config: Config): OptimizerMap {
    const read = (value: unknown): Optimizer => {
      const optimizer = deserializeObject(value, { module: 'keras.optimizers' });
      if (optimizer instanceof Optimizer) return optimizer;
      throw badArgument('optimizer_map', 'configs of optimizers', value);
    };
    const entries = Object.entries(config.optimizer_map ?? {}).map(([key, value]) => [key, read(value)] as const);
    return new OptimizerMap(read(config.default_optimizer), Object.fromEntries(entries));
  }
}

function wholePath(key: string): RegExp {
  try {
    return new RegExp(`^(?:${key})$`);
  } catch {
    throw badArgument('optimizers', 'paths or regular expressions', key);
  }
}
