import type { NetVitals } from '../net/net-vitals.ts';

/** A layer of one run beside that of another; null where a run has none of this name. */
export interface LayerPair {
  readonly layer: string;
  readonly a: LayerNow | null;
  readonly b: LayerNow | null;
}

/** What a layer showed in its last sample. */
export interface LayerNow {
  readonly value: number;
  readonly relative: number;
}

function layersNow({ layers, steps, values, relative }: NetVitals): ReadonlyMap<string, LayerNow> {
  const last = steps.length - 1;
  const at = (all: Float32Array, row: number): number => all[row * steps.length + last] ?? Number.NaN;
  return new Map(layers.map(({ layer }, row) => [layer, { value: at(values, row), relative: at(relative, row) }]));
}

/** Layers of two runs by their names, in the order of the first run; those that only the second has stand at the end. */
export function layerPairs(first: NetVitals, second: NetVitals): readonly LayerPair[] {
  const [a, b] = [layersNow(first), layersNow(second)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.map((layer) => ({ layer, a: a.get(layer) ?? null, b: b.get(layer) ?? null }));
}
