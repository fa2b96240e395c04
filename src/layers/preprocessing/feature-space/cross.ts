import { oneOf, positiveInteger } from '../../../support/check-values.ts';
import { badArgument } from '../../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../../support/registry.ts';

const outputs = ['int', 'one_hot'] as const;

/**
 * Columns of a `FeatureSpace` that are hashed together: the bin of a pair (or more) of values.
 *
 * @see https://keras.io/api/utils/feature_space/
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(utils.FeatureSpace.cross(['age', 'job'], 64).name); // => age_X_job
 * ```
 */
export class Cross {
  static readonly className = 'Cross';
  readonly featureNames: readonly string[];
  readonly crossingDim: number;
  readonly outputMode: 'int' | 'one_hot';

  constructor(featureNames: readonly string[], crossingDim: number, outputMode: 'int' | 'one_hot' = 'one_hot') {
    if (!Array.isArray(featureNames) || featureNames.length < 2 || !featureNames.every((x) => typeof x === 'string'))
      throw badArgument('featureNames', 'the names of at least two features', featureNames);
    this.featureNames = [...featureNames];
    this.crossingDim = positiveInteger('crossingDim', crossingDim);
    this.outputMode = oneOf('outputMode', outputMode, outputs);
  }

  get name(): string {
    return this.featureNames.join('_X_');
  }

  getConfig(): Config {
    return { feature_names: this.featureNames, crossing_dim: this.crossingDim, output_mode: this.outputMode };
  }

  static fromConfig(config: Config): Cross {
    const { featureNames, crossingDim, outputMode } = optionsFromConfig(config);
    const names = Array.isArray(featureNames) ? featureNames.map(String) : [];
    return new Cross(names, positiveInteger('crossingDim', crossingDim), oneOf('outputMode', outputMode, outputs));
  }
}
