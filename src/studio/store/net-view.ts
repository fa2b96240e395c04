import { gaussianMean } from '../../doctor/theory/gaussian.ts';
import { scalarActivation } from '../../doctor/theory/scalar-activations.ts';
import { packFloats, type Quantity, quantities, type VitalsAnswer } from '../protocol/index.ts';
import { lowerBound } from './downsample.ts';
import type { VitalsLog } from './vitals-log.ts';

/** What each layer of a net that learns well shows, and where colours are full. */
interface Yardstick {
  readonly source: VitalsAnswer['source'];
  readonly limit: number;
  /** The expectation for a layer in a sample. */
  readonly expect: (log: VitalsLog, layer: number, column: number) => number;
}

const nothing = (): number => 0;

/** Moments of an activation whose pre-activations are standard normal, which is what good initial weights give. */
const moments = new Map<string, { readonly mean: number; readonly std: number }>();
function momentsOf(activation: string): { readonly mean: number; readonly std: number } {
  let found = moments.get(activation);
  if (found === undefined) {
    const phi = scalarActivation(activation) ?? ((z: number) => z);
    const mean = gaussianMean(phi);
    found = { mean, std: Math.sqrt(Math.max(gaussianMean((z) => phi(z) ** 2) - mean ** 2, 0)) };
    moments.set(activation, found);
  }
  return found;
}

const activationOf = (log: VitalsLog, layer: number): string => log.layers[layer]?.activation ?? 'linear';

/**
 * The gradient's norm should be the same in all layers (chi = 1 in the mean-field recursion, Schoenholz et al. 2017), so
 * that its RMS goes with 1 / sqrt(units); the last layer's is what comes in.
 */
function evenGradient(log: VitalsLog, layer: number, column: number): number {
  const last = log.layers.length - 1;
  const units = (place: number): number => Math.max(log.layers[place]?.units ?? 1, 1);
  return (log.rows[last]?.gradientRms[column] ?? Number.NaN) * Math.sqrt(units(last) / units(layer));
}

const yardsticks: Readonly<Record<Quantity, Yardstick>> = {
  gradientRms: { source: 'theory', limit: 3, expect: evenGradient },
  std: { source: 'theory', limit: 1.5, expect: (log, layer) => momentsOf(activationOf(log, layer)).std },
  preStd: { source: 'theory', limit: 1.5, expect: () => 1 },
  mean: { source: 'theory', limit: 2, expect: (log, layer) => momentsOf(activationOf(log, layer)).mean },
  deadShare: { source: 'theory', limit: 0.5, expect: nothing },
  saturatedShare: { source: 'rule of thumb', limit: 0.5, expect: nothing },
  zeroShare: {
    source: 'theory',
    limit: 0.5,
    expect: (log, layer) => (/^relu6?$/.test(activationOf(log, layer)) ? 0.5 : 0),
  },
  // Karpathy's rule for updates; weights and their gradients are compared with what they were at first.
  updateRatio: { source: 'rule of thumb', limit: 2, expect: () => 1e-3 },
  weightNorm: { source: 'rule of thumb', limit: 1, expect: (log, layer) => firstFinite(log.rows[layer]?.weightNorm) },
  weightGradientNorm: {
    source: 'rule of thumb',
    limit: 2,
    expect: (log, _, column) => median(log.rows.map((row) => row.weightGradientNorm[column] ?? Number.NaN)),
  },
};

const firstFinite = (values: readonly number[] = []): number => values.find(Number.isFinite) ?? Number.NaN;

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** log10(value / expected), or the difference; infinity for what isn't finite, NaN where there is nothing to compare. */
function relative(value: number, expected: number, scale: 'log' | 'share' | 'linear'): number {
  if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) return value;
  if (scale !== 'log') return value - expected;
  if (!(expected > 0)) return Number.NaN;
  // A gradient of exactly 0 is as far below the expectation as anything can be.
  return Math.log10(Math.max(value, 1e-30) / expected);
}

/** Places of at most `samples` columns, evenly, the last among them. */
function columnsOf(from: number, count: number, samples: number): number[] {
  const have = count - from;
  if (have <= samples) return Array.from({ length: Math.max(have, 0) }, (_, i) => from + i);
  return Array.from({ length: samples }, (_, i) => from + Math.round((i * (have - 1)) / Math.max(samples - 1, 1)));
}

/** One quantity of the whole net over time. */
export function netView(
  run: string,
  log: VitalsLog,
  {
    quantity,
    samples,
    after,
  }: { readonly quantity: Quantity; readonly samples: number; readonly after: number | null },
): VitalsAnswer {
  const from = after === null ? 0 : lowerBound(log.steps, after + 1);
  const columns = columnsOf(from, log.steps.length, samples);
  const { expect, limit, source } = yardsticks[quantity];
  const { scale } = quantities[quantity];
  const values = new Float32Array(log.layers.length * columns.length);
  const compared = new Float32Array(values.length);
  const expected = log.layers.map((_, layer) => {
    const row = log.rows[layer]?.[quantity] ?? [];
    columns.forEach((column, i) => {
      const value = row[column] ?? Number.NaN;
      values[layer * columns.length + i] = value;
      compared[layer * columns.length + i] = relative(value, expect(log, layer, column), scale);
    });
    const last = expect(log, layer, columns.at(-1) ?? 0);
    return Number.isFinite(last) ? last : null;
  });
  return {
    run,
    quantity,
    available: available(log),
    layers: log.layers,
    steps: columns.map((column) => log.steps[column] ?? 0),
    epochs: columns.map((column) => log.epochs[column] ?? 0),
    values: packFloats(values),
    relative: packFloats(compared),
    expected,
    source,
    limit,
    losses: columns.map((column) => log.losses[column] ?? null),
    nonFinite: log.nonFinite,
  };
}

/** Quantities that some layer has. */
export const available = (log: VitalsLog): Quantity[] =>
  Object.keys(yardsticks).filter(
    (name): name is Quantity =>
      isYardstick(name) && log.rows.some((row) => row[name].some((value) => !Number.isNaN(value))),
  );

const isYardstick = (name: string): name is Quantity => Object.hasOwn(yardsticks, name);
