import { type LayerRow, unpackFloats, type VitalsAnswer } from '../../protocol/index.ts';

/** An answer with its numbers unpacked. */
export interface NetVitals extends Omit<VitalsAnswer, 'values' | 'relative'> {
  /** [layers, samples], row after row. */
  readonly values: Float32Array;
  readonly relative: Float32Array;
}

export const unpackVitals = (answer: VitalsAnswer): NetVitals => ({
  ...answer,
  values: unpackFloats(answer.values),
  relative: unpackFloats(answer.relative),
});

const sameLayers = (a: readonly LayerRow[], b: readonly LayerRow[]): boolean =>
  a.length === b.length && a.every(({ layer }, i) => layer === b[i]?.layer);

/** Puts the columns of `b` behind those of `a`. */
function beside(a: Float32Array, b: Float32Array, rows: number): Float32Array {
  const [wide, more] = [a.length / rows, b.length / rows];
  const out = new Float32Array(a.length + b.length);
  for (let row = 0; row < rows; row++) {
    out.set(a.subarray(row * wide, (row + 1) * wide), row * (wide + more));
    out.set(b.subarray(row * more, (row + 1) * more), row * (wide + more) + wide);
  }
  return out;
}

/** Vitals with later samples of the same net behind them; null when they can't be one picture. */
export function appendVitals(known: NetVitals, more: NetVitals): NetVitals | null {
  if (known.run !== more.run || known.quantity !== more.quantity || !sameLayers(known.layers, more.layers)) return null;
  if ((known.steps.at(-1) ?? -1) >= (more.steps[0] ?? Number.POSITIVE_INFINITY)) return null;
  if (more.steps.length === 0) return known;
  const rows = known.layers.length;
  return {
    ...more,
    steps: [...known.steps, ...more.steps],
    epochs: [...known.epochs, ...more.epochs],
    losses: [...known.losses, ...more.losses],
    values: beside(known.values, more.values, rows),
    relative: beside(known.relative, more.relative, rows),
    nonFinite: known.nonFinite ?? more.nonFinite,
  };
}

/** The columns whose steps lie in a stretch: from, and up to but without; all of them when it has none. */
export function columnsOf(
  steps: readonly number[],
  stretch: readonly [number, number] | null,
): readonly [number, number] {
  if (stretch === null) return [0, steps.length];
  const from = steps.findIndex((step) => step >= stretch[0]);
  const last = steps.findLastIndex((step) => step <= stretch[1]);
  return from < 0 || last < from ? [0, steps.length] : [from, last + 1];
}
