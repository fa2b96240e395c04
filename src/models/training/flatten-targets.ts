import { isTensor } from '../../layers/infer-outputs.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { OutputInfo } from './per-output.ts';

/** Targets in the order of the outputs: records go by the outputs' names where these are known. */
export function flattenTargets(y: Structure<Tensor> | null, outputs: readonly OutputInfo[]): Tensor[] {
  if (y === null) return [];
  if (isPlainRecord(y) && !isTensor(y)) {
    const record = y as { readonly [name: string]: Structure<Tensor> };
    const named = outputs.flatMap(({ name }) => {
      const target = name === null ? undefined : record[name];
      return target === undefined ? [] : flattenStructure(target, isTensor);
    });
    if (named.length > 0) return named;
  }
  return flattenStructure(y, isTensor);
}
