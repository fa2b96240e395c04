import { oneOf } from '../../../support/check-values.ts';
import { badArgument } from '../../../support/errors.ts';
import { type Config, deserializeObject, optionsFromConfig, serializeObject } from '../../../support/registry.ts';
import { Layer } from '../../layer.ts';

/** What a column holds before it is encoded. */
export type FeatureType = 'float32' | 'int32' | 'string';

/** How a column leaves a FeatureSpace: whole numbers as they are, as vectors with a 1, or as floats. */
export type FeatureOutput = 'int' | 'one_hot' | 'float';

const types = ['float32', 'int32', 'string'] as const;
const outputs = ['int', 'one_hot', 'float'] as const;

/**
 * One column of a table in a `FeatureSpace`: what it holds, the layer that reads it, and how it comes out.
 *
 * @see https://keras.io/api/utils/feature_space/
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(utils.FeatureSpace.stringHashed(8).outputMode); // => one_hot
 * ```
 */
export class Feature {
  static readonly className = 'Feature';
  readonly dtype: FeatureType;
  readonly preprocessor: Layer;
  readonly outputMode: FeatureOutput;

  constructor(dtype: FeatureType, preprocessor: Layer, outputMode: FeatureOutput) {
    this.dtype = oneOf('dtype', dtype, types);
    if (!(preprocessor instanceof Layer)) throw badArgument('preprocessor', 'a layer', preprocessor);
    this.preprocessor = preprocessor;
    this.outputMode = oneOf('outputMode', outputMode, outputs);
  }

  getConfig(): Config {
    return { dtype: this.dtype, preprocessor: serializeObject(this.preprocessor), output_mode: this.outputMode };
  }

  static fromConfig(config: Config): Feature {
    const { dtype, preprocessor, outputMode } = optionsFromConfig(config);
    const layer = deserializeObject(preprocessor, { module: 'keras.layers' });
    if (!(layer instanceof Layer)) throw badArgument('preprocessor', "a layer's config", preprocessor);
    return new Feature(oneOf('dtype', dtype, types), layer, oneOf('outputMode', outputMode, outputs));
  }
}
