import { concatenate } from '../../../ops/joining.ts';
import { squeeze } from '../../../ops/shape.ts';
import { oneOf, positiveInteger } from '../../../support/check-values.ts';
import {
  ArgumentError,
  badArgument,
  checkOptions,
  describe,
  StateError,
  unknownName,
} from '../../../support/errors.ts';
import { mapValues } from '../../../support/map-values.ts';
import { autoName } from '../../../support/naming.ts';
import { isPlainRecord } from '../../../support/plain-record.ts';
import {
  type Config,
  deserializeObject,
  optionsFromConfig,
  registerClasses,
  serializeObject,
} from '../../../support/registry.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { Identity } from '../../core/identity.ts';
import { Input } from '../../core/input.ts';
import type { KerasTensor } from '../../keras-tensor.ts';
import type { Layer } from '../../layer.ts';
import { HashedCrossing } from '../hashed-crossing.ts';
import { columnOf, firstOf, rankOf, type TableData, valuesOf } from './columns.ts';
import { Cross } from './cross.ts';
import { applyLayer, oneHot } from './encode-feature.ts';
import { Feature, type FeatureOutput, type FeatureType } from './feature.ts';
import { type Adaptable, batchesOf, isRows, learnerOf, type Rows, withLearned } from './learning.ts';
import * as standard from './standard-features.ts';

/** Features that a word stands for, with default options. */
export type FeatureName = keyof typeof byName;

const byName = {
  float: (name: string) => standard.float({ name }),
  float_rescaled: (name: string) => standard.floatRescaled({ name }),
  float_normalized: (name: string) => standard.floatNormalized({ name }),
  float_discretized: (name: string, { bins }: Defaults) => standard.floatDiscretized(bins, { name }),
  integer_categorical: (name: string) => standard.integerCategorical({ name }),
  string_categorical: (name: string) => standard.stringCategorical({ name }),
  integer_hashed: (name: string, { hashes }: Defaults) => standard.integerHashed(hashes, { name }),
  string_hashed: (name: string, { hashes }: Defaults) => standard.stringHashed(hashes, { name }),
};

interface Defaults {
  readonly bins: number;
  readonly hashes: number;
}

/** Options of `FeatureSpace`. */
export interface FeatureSpaceOptions {
  /** One vector for all features ('concat', the default), or a record of them ('dict'). */
  readonly outputMode?: 'concat' | 'dict';
  /** Lists of names of features that are hashed together, or what `FeatureSpace.cross` makes. Default: none. */
  readonly crosses?: readonly (readonly string[] | Cross)[] | null;
  /** The number of bins of such lists. Default 32. */
  readonly crossingDim?: number;
  /** The number of bins of 'integer_hashed' and 'string_hashed'. Default 32. */
  readonly hashingDim?: number;
  /** The number of bins of 'float_discretized'. Default 32. */
  readonly numDiscretizationBins?: number;
  /** Default: numbered. */
  readonly name?: string | null;
}

const byNames = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

const optionNames = ['outputMode', 'crosses', 'crossingDim', 'hashingDim', 'numDiscretizationBins', 'name'];

/**
 * Makes vectors of the rows of a table: says for each column how it is read (scaled, binned, looked up, hashed), learns
 * what must be learned from data, and encodes rows. Text lives on the host, so a FeatureSpace stands in front of a model,
 * or in the `map` of a dataset.
 *
 * @param features by column: what the static methods make (`FeatureSpace.floatNormalized()`), or the name of a kind with
 *   default options: 'float', 'float_rescaled', 'float_normalized', 'float_discretized', 'integer_categorical',
 *   'string_categorical', 'integer_hashed', 'string_hashed'
 * @param options `outputMode`, `crosses`, `crossingDim`, `hashingDim`, `numDiscretizationBins`, `name`
 * @throws ArgumentError when there are no features, a kind is unknown, or a cross names a feature that isn't there
 *
 * Source: https://keras.io/api/utils/feature_space/
 *
 * @example
 * ```ts
 * import { utils, type Tensor } from 'keratin';
 * const space = new utils.FeatureSpace(
 *   { age: 'float_normalized', job: 'string_categorical' },
 *   { crosses: [], outputMode: 'concat' },
 * );
 * const table = { age: [20, 30, 40], job: ['cook', 'nurse', 'cook'] };
 * await space.adapt(table);
 * const vectors = space.apply<Tensor>(table);
 * console.log(vectors.shape); // => [ 3, 4 ]
 * ```
 */
export class FeatureSpace {
  static readonly className: string = 'FeatureSpace';
  readonly name: string;
  readonly outputMode: 'concat' | 'dict';
  readonly features: Readonly<Record<string, Feature>>;
  readonly crosses: readonly Cross[];
  readonly crossingDim: number;
  readonly hashingDim: number;
  readonly numDiscretizationBins: number;
  /** The layers that hash crossed features, by the cross's name. */
  readonly crossers: Readonly<Record<string, HashedCrossing>>;
  /** A row of the data seen in `adapt`, from which the shape of encoded features is found. */
  #example: TableData | null = null;
  readonly #learners: readonly { readonly name: string; readonly feature: Feature; readonly learner: Adaptable }[];
  #adapted: boolean;

  constructor(features: Readonly<Record<string, Feature | FeatureName>>, options: FeatureSpaceOptions = {}) {
    checkOptions('FeatureSpace', options, optionNames);
    if (!isPlainRecord(features) || Object.keys(features).length === 0)
      throw badArgument('features', 'a record with at least one feature', features);
    this.name = options.name ?? autoName('FeatureSpace');
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'concat', ['concat', 'dict'] as const);
    this.crossingDim = positiveInteger('crossingDim', options.crossingDim ?? 32);
    this.hashingDim = positiveInteger('hashingDim', options.hashingDim ?? 32);
    this.numDiscretizationBins = positiveInteger('numDiscretizationBins', options.numDiscretizationBins ?? 32);
    this.features = mapValues(features, (given, name) => this.#feature(given, name));
    this.crosses = (options.crosses ?? []).map((cross) => this.#cross(cross));
    this.crossers = Object.fromEntries(
      this.crosses.map(({ name, crossingDim }) => [name, new HashedCrossing(crossingDim, { name })]),
    );
    this.#learners = Object.entries(this.features).flatMap(([name, feature]) => {
      const learner = learnerOf(feature);
      return learner === null ? [] : [{ name, feature, learner }];
    });
    this.#adapted = this.#learners.length === 0;
  }

  #feature(given: Feature | FeatureName, name: string): Feature {
    if (given instanceof Feature) return given;
    if (!Object.hasOwn(byName, given)) throw unknownName(`kind of feature "${name}"`, given, Object.keys(byName));
    return byName[given](name, { bins: this.numDiscretizationBins, hashes: this.hashingDim });
  }

  #cross(given: readonly string[] | Cross): Cross {
    const cross = given instanceof Cross ? given : new Cross(given, this.crossingDim);
    for (const name of cross.featureNames) {
      const feature = this.features[name];
      if (feature === undefined) throw unknownName('feature in `crosses`', name, Object.keys(this.features));
      if (feature.outputMode === 'float') {
        throw new ArgumentError(
          `Features that are crossed are hashed and must be whole numbers: feature "${name}" is a float; floatDiscretized would do. Received: ${describe(cross.featureNames)}`,
        );
      }
    }
    return cross;
  }

  /** The layer that reads each feature. */
  get preprocessors(): Readonly<Record<string, Layer>> {
    return mapValues(this.features, ({ preprocessor }) => preprocessor);
  }

  /**
   * Learns what features need: vocabularies, means and variances, the boundaries of bins. What was given stays.
   *
   * @param data a record of columns, or an iterable of rows or batches of rows that can be read several times, such as a
   *   `data.Dataset`
   * @throws ArgumentError when a column is missing
   */
  async adapt(data: TableData | Rows): Promise<void> {
    const rows = isRows(data) ? data : [data];
    for (const { name, feature, learner } of this.#learners) await learner.adapt(batchesOf(rows, name, feature));
    for await (const row of rows) {
      this.#example = mapValues(this.features, (_, name) => firstOf(valuesOf(row, name)));
      break;
    }
    this.#adapted = true;
  }

  /**
   * Encodes a row, or rows: each feature by its layer, then crosses, then one-hot vectors; in the order of names, features
   * before crosses.
   *
   * @param data values by column: one value each for a row, or lists for rows
   * @returns 'concat': float32 [rows, width], without the first axis for one row; 'dict': a record of such
   * @throws StateError before `adapt`, where that is needed
   * @throws ArgumentError when a column is missing, or can't be concatenated because it isn't encoded
   */
  apply<Out extends Tensor | Readonly<Record<string, Tensor>> = Tensor>(data: TableData): Out;
  apply(data: TableData): Tensor | Readonly<Record<string, Tensor>> {
    if (!isPlainRecord(data)) throw badArgument('data', 'a record of columns', data);
    if (!this.#adapted) {
      throw new StateError(`Call adapt(data) before FeatureSpace "${this.name}" encodes. Received: apply(...)`);
    }
    const single = Object.keys(this.features).every((name) => rankOf(valuesOf(data, name)) === 0);
    const read = new Map(
      Object.entries(this.features).map(([name, feature]) => {
        const value = applyLayer(feature.preprocessor, columnOf(name, feature, valuesOf(data, name)));
        return [name, { name, outputMode: feature.outputMode, layer: feature.preprocessor, value }] as const;
      }),
    );
    const crossed = this.crosses.map(({ name, featureNames, outputMode }) => {
      const layer = this.#crosser(name);
      const columns = featureNames.map((feature) =>
        Array.from(read.get(feature)?.value.dataSync() ?? [], (bin) => [bin]),
      );
      return { name, outputMode, layer, value: layer.apply(columns) };
    });
    const encoded = [...[...read.values()].sort(byNames), ...crossed.sort(byNames)].map(
      ({ name, outputMode, layer, value }): [string, Tensor] => [
        name,
        outputMode === 'one_hot' ? oneHot(name, layer, value) : value,
      ],
    );
    if (this.outputMode === 'dict')
      return Object.fromEntries(encoded.map(([name, value]) => [name, single ? squeeze(value, 0) : value]));
    for (const [name, { dtype }] of encoded) {
      if (dtype !== 'float32') {
        throw new ArgumentError(
          `Feature "${name}" can't be concatenated, because it isn't encoded (it is ${dtype}): outputMode 'dict' keeps features apart. Received: outputMode 'concat'`,
        );
      }
    }
    const joined = concatenate(
      encoded.map(([, value]) => value),
      { axis: -1 },
    );
    return single ? squeeze(joined, 0) : joined;
  }

  #crosser(name: string): HashedCrossing {
    const crosser = this.crossers[name];
    if (crosser === undefined) throw unknownName('cross', name, Object.keys(this.crossers));
    return crosser;
  }

  /**
   * Symbolic inputs of the shapes that `apply` gives: a model begins with them and is trained on encoded rows.
   *
   * @returns 'concat': one input [null, width]; 'dict': a record of inputs
   */
  getEncodedFeatures<Out extends KerasTensor | Readonly<Record<string, KerasTensor>> = KerasTensor>(): Out;
  getEncodedFeatures(): KerasTensor | Readonly<Record<string, KerasTensor>> {
    const example = this.#example ?? mapValues(this.features, ({ dtype }) => (dtype === 'string' ? '' : 0));
    const encoded = this.apply<Tensor | Readonly<Record<string, Tensor>>>(example);
    const input = ({ shape, dtype }: Tensor, name: string) => new Input({ shape: [...shape], dtype, name });
    return encoded instanceof Tensor ? input(encoded, `${this.name}_features`) : mapValues(encoded, input);
  }

  /** Everything, with what was learned: `FeatureSpace.fromConfig(JSON.parse(JSON.stringify(space.getConfig())))` is a copy. */
  getConfig(): Config {
    const example = this.#example === null ? {} : { example: this.#example };
    return {
      name: this.name,
      features: mapValues(this.features, (feature) => serializeObject(withLearned(feature))),
      output_mode: this.outputMode,
      crosses: this.crosses.map((cross) => serializeObject(cross)),
      crossing_dim: this.crossingDim,
      hashing_dim: this.hashingDim,
      num_discretization_bins: this.numDiscretizationBins,
      ...example,
    };
  }

  static fromConfig(config: Config): FeatureSpace {
    const { features, crosses, example, ...options } = optionsFromConfig(config);
    const read = <T>(item: unknown, cls: new (...args: never[]) => T): T => {
      const object = deserializeObject(item, { module: MODULE });
      if (object instanceof cls) return object;
      throw badArgument('config', 'the config of a FeatureSpace', item);
    };
    const space = new FeatureSpace(isPlainRecord(features) ? mapValues(features, (item) => read(item, Feature)) : {}, {
      ...options,
      crosses: Array.isArray(crosses) ? crosses.map((item: unknown) => read(item, Cross)) : [],
    });
    if (isPlainRecord(example)) space.#example = example;
    return space;
  }

  toString(): string {
    return `<FeatureSpace name=${this.name}, features=[${Object.keys(this.features).join(', ')}], crosses=[${Object.keys(this.crossers).join(', ')}]>`;
  }

  /** Columns that are hashed together: `FeatureSpace.cross(['age', 'job'], 64)`. */
  static cross(featureNames: readonly string[], crossingDim: number, outputMode: 'one_hot' | 'int' = 'one_hot'): Cross {
    return new Cross(featureNames, crossingDim, outputMode);
  }

  /** A column that is read by a layer of your choice. */
  static feature(dtype: FeatureType, preprocessor: Layer, outputMode: FeatureOutput): Feature {
    return new Feature(dtype, preprocessor, outputMode);
  }

  static readonly float = standard.float;
  static readonly floatRescaled = standard.floatRescaled;
  static readonly floatNormalized = standard.floatNormalized;
  static readonly floatDiscretized = standard.floatDiscretized;
  static readonly integerCategorical = standard.integerCategorical;
  static readonly stringCategorical = standard.stringCategorical;
  static readonly integerHashed = standard.integerHashed;
  static readonly stringHashed = standard.stringHashed;
}

const MODULE = 'keras.src.layers.preprocessing.feature_space';
// Keras has a layer of its own for features that stay as they are.
registerClasses(MODULE, [Feature, Cross], { TFDIdentity: Identity });
registerClasses('keras.utils', [FeatureSpace]);
