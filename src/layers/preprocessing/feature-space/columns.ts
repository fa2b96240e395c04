import { reshape } from '../../../ops/shape.ts';
import { isTypedArray } from '../../../support/dtype.ts';
import { ArgumentError, describe } from '../../../support/errors.ts';
import { isPlainRecord } from '../../../support/plain-record.ts';
import { convertToTensor, isTensorLike } from '../../../tensor/convert.ts';
import { toNested } from '../../../tensor/nested.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { type TextData, TextLayer, textBlock } from '../text-layer.ts';
import type { Feature } from './feature.ts';

/** A row, or rows, of a table: values by the names of columns. */
export type TableData = { readonly [name: string]: unknown };

/** A column as a layer takes it: nested arrays for what reads text or looks up, else a tensor. */
export type Column = TextData | Tensor;

/** The column of that name. */
export function valuesOf(data: TableData, name: string): unknown {
  const values = isPlainRecord(data) ? data[name] : undefined;
  if (values !== undefined) return values;
  const columns = isPlainRecord(data) ? `columns ${Object.keys(data).join(', ')}` : describe(data);
  throw new ArgumentError(`Expected a column "${name}". Received: ${columns}`);
}

/** How many axes the values of a column have: 0 for one value, 1 for one per sample. */
export function rankOf(values: unknown): number {
  if (values instanceof Tensor) return values.shape.length;
  if (isTypedArray(values)) return 1;
  return Array.isArray(values) ? 1 + rankOf(values[0]) : 0;
}

/** Values as nested arrays. */
function onHost(values: unknown): unknown {
  if (values instanceof Tensor) return toNested(values.dataSync(), values.shape);
  return isTypedArray(values) ? Array.from(values) : values;
}

const holdsText = (values: unknown): boolean =>
  typeof values === 'string' || (Array.isArray(values) && values.some(holdsText));

/** The values of a column as its layer takes them, of shape [batch, 1] or, if they have more axes, as they are. */
export function columnOf(name: string, feature: Feature, values: unknown): Column {
  const { dtype, preprocessor } = feature;
  if (dtype === 'string' || preprocessor instanceof TextLayer) {
    const block = textBlock(onHost(values), preprocessor.name);
    const width = block.shape[1] ?? 1;
    return Array.from({ length: block.values.length / width }, (_, row) =>
      block.values.slice(row * width, (row + 1) * width),
    );
  }
  if (!isTensorLike(values) || holdsText(values))
    throw new ArgumentError(`Feature "${name}" holds numbers. Received: ${describe(values)}`);
  const tensor = convertToTensor(values, dtype);
  return tensor.shape.length < 2 ? reshape(tensor, [-1, 1]) : tensor;
}

/** The first value of a column. */
export function firstOf(values: unknown): unknown {
  const host = onHost(values);
  return Array.isArray(host) ? host[0] : host;
}
