import type { Layer } from '../../layer.ts';
import { Discretization } from '../discretization.ts';
import { IndexLookup } from '../index-lookup.ts';
import { Normalization } from '../normalization.ts';
import { TextVectorization } from '../text-vectorization.ts';
import { type Column, columnOf, rankOf, type TableData, valuesOf } from './columns.ts';
import { Feature } from './feature.ts';

/** A layer that learns from data. */
export type Adaptable = Layer & { adapt(data: AsyncIterable<Column>): Promise<void> };

/** Rows, or batches of rows, that can be read several times. */
export type Rows = AsyncIterable<TableData> | Iterable<TableData>;

/** Keras's, for data sets of single rows. */
const ROWS_PER_BATCH = 32;

/** Whether a layer was given what it would learn. */
function isGiven(layer: Layer): boolean {
  if (layer instanceof Normalization) return layer.mean !== null;
  if (layer instanceof Discretization) return layer.numBins === null;
  if (layer instanceof IndexLookup || layer instanceof TextVectorization)
    return layer.getVocabulary({ includeSpecialTokens: false }).length > 0;
  return false;
}

const canAdapt = (layer: Layer): layer is Adaptable => 'adapt' in layer && typeof layer.adapt === 'function';

/** The layer of a feature when it has something to learn. */
export const learnerOf = ({ preprocessor }: Feature): Adaptable | null =>
  canAdapt(preprocessor) && !isGiven(preprocessor) ? preprocessor : null;

export const isRows = (data: TableData | Rows): data is Rows => Symbol.iterator in data || Symbol.asyncIterator in data;

/** The batches of one column; single rows are gathered. */
export async function* batchesOf(rows: Rows, name: string, feature: Feature): AsyncGenerator<Column> {
  let gathered: unknown[] = [];
  for await (const row of rows) {
    const values = valuesOf(row, name);
    if (rankOf(values) > 0) {
      yield columnOf(name, feature, values);
      continue;
    }
    gathered.push(values);
    if (gathered.length === ROWS_PER_BATCH) {
      yield columnOf(name, feature, gathered);
      gathered = [];
    }
  }
  if (gathered.length > 0) yield columnOf(name, feature, gathered);
}

/** A feature whose layer's config tells what it has learned, also where Keras would keep it among the weights. */
export function withLearned(feature: Feature): Feature {
  const { dtype, preprocessor, outputMode } = feature;
  if (!(preprocessor instanceof Normalization) || preprocessor.mean !== null || !preprocessor.built) return feature;
  const statistic = (name: string) =>
    Array.from(preprocessor.weights.find((weight) => weight.name === name)?.value.dataSync() ?? []);
  const { name, axis, invert } = preprocessor;
  const given = new Normalization({ name, axis, invert, mean: statistic('mean'), variance: statistic('variance') });
  return new Feature(dtype, given, outputMode);
}
