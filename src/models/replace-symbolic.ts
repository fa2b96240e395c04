import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { isPlainRecord } from '../support/plain-record.ts';

const replaced = (value: unknown, replace: (tensor: KerasTensor) => unknown): unknown => {
  if (isKerasTensor(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, replace));
  if (!isPlainRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
};

/** Call options with something else in the places of symbolic tensors. */
export const replaceSymbolic = (
  options: Readonly<Record<string, unknown>>,
  replace: (tensor: KerasTensor) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [key, replaced(value, replace)]));
