import { toLoss } from '../../losses/get.ts';
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  type Loss,
  type LossIdentifier,
  SparseCategoricalCrossentropy,
} from '../../losses/index.ts';
import { labelKind } from '../../losses/label-kind.ts';
import * as metrics from '../../metrics/index.ts';
import * as ops from '../../ops/index.ts';
import { unreachable } from '../../support/dtype.ts';
import { ArgumentError, badArgument, describe, StateError } from '../../support/errors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkLength, isByName, type OutputInfo, type PerOutput, spreadByName } from './per-output.ts';

/** A loss, or `'crossentropy'`: the kind of crossentropy that fits the output. */
export type LossSpec = LossIdentifier | 'crossentropy' | 'ce';

/** The factor of each output's loss in the total. */
export type LossWeights = number | readonly number[] | { readonly [output: string]: number };

/** One output's part in the total loss. */
export interface LossTerm {
  /** Which output. */
  readonly output: number;
  readonly loss: Loss;
  readonly weight: number | null;
}

const isCrossentropy = (spec: unknown): spec is 'crossentropy' | 'ce' => spec === 'crossentropy' || spec === 'ce';

function crossentropyFor(target: readonly number[], output: readonly number[]): Loss {
  const kind = labelKind(target, output);
  switch (kind) {
    case 'binary':
      return new BinaryCrossentropy();
    case 'sparse':
      return new SparseCategoricalCrossentropy();
    case 'categorical':
      return new CategoricalCrossentropy();
    default:
      return unreachable(kind);
  }
}

/** Makes losses of names, so that unknown ones are noticed at once. */
function resolve(spec: unknown): Loss | 'crossentropy' | null {
  if (spec === null || spec === undefined) return null;
  if (isCrossentropy(spec)) return 'crossentropy';
  // toLoss refuses what is no loss.
  return toLoss(spec as LossIdentifier);
}

type Resolved = Loss | 'crossentropy' | null;

/** The losses of a compiled model: which belongs to which output, and their weighted sum. */
export class CompileLoss {
  readonly #spec: Resolved | Resolved[] | Record<string, Resolved>;
  readonly #weights: LossWeights | null;
  #terms: LossTerm[] | null = null;
  /** Means of the single losses, without their weights; only for models with several. */
  #trackers: metrics.Mean[] = [];

  constructor(loss: PerOutput<LossSpec>, lossWeights: LossWeights | null) {
    if (Array.isArray(loss)) this.#spec = loss.map(resolve);
    else if (isByName(loss)) {
      this.#spec = Object.fromEntries(Object.entries(loss).map(([name, spec]) => [name, resolve(spec)]));
    } else this.#spec = resolve(loss);
    const weights: unknown[] =
      lossWeights === null || typeof lossWeights === 'number' ? [lossWeights ?? 1] : Object.values(lossWeights);
    for (const weight of weights) {
      if (typeof weight !== 'number' || Number.isNaN(weight)) throw badArgument('lossWeights', 'numbers', lossWeights);
    }
    this.#weights = lossWeights;
  }

  get built(): boolean {
    return this.#terms !== null;
  }

  get terms(): readonly LossTerm[] {
    if (this.#terms === null) {
      throw new StateError('A model knows the losses of its outputs when it has seen data. Received: no data yet');
    }
    return this.#terms;
  }

  get trackers(): readonly metrics.Mean[] {
    return this.#trackers;
  }

  /**
   * Finds out which loss belongs to which output.
   *
   * @param targets shapes of the targets, one per output
   * @throws ArgumentError when the losses given to `compile` don't fit the outputs
   */
  build(outputs: readonly OutputInfo[], targets: readonly (readonly number[])[]): void {
    if (this.#terms !== null) return;
    const losses = this.#spread(outputs);
    const weights = this.#spreadWeights(outputs);
    const terms: LossTerm[] = [];
    losses.forEach((loss, output) => {
      if (loss === null) return;
      const concrete =
        loss === 'crossentropy' ? crossentropyFor(targets[output] ?? [], outputs[output]?.shape ?? []) : loss;
      if (concrete.reduction === 'none') {
        throw new ArgumentError(
          `A loss to train with must give one number for a batch. Received: ${concrete.name} with reduction 'none'`,
        );
      }
      terms.push({ output, loss: concrete, weight: weights[output] ?? null });
    });
    if (terms.length > 1) {
      const used = new Map<string, number>();
      this.#trackers = terms.map(({ loss, output }) => {
        const base = outputs[output]?.name ?? loss.name;
        const repeats = used.get(base) ?? 0;
        used.set(base, repeats + 1);
        return new metrics.Mean({ name: `${base}${repeats === 0 ? '' : `_${repeats}`}_loss` });
      });
    }
    this.#terms = terms;
  }

  /** Undoes `build`. */
  forget(): void {
    this.#terms = null;
    this.#trackers = [];
  }

  #spread(outputs: readonly OutputInfo[]): readonly Resolved[] {
    const spec = this.#spec;
    if (Array.isArray(spec)) {
      checkLength(spec, outputs, 'loss');
      return spec;
    }
    if (!isByName(spec)) return outputs.map(() => spec);
    const losses = spreadByName(spec, outputs, 'loss');
    const missing = outputs.filter((_, i) => losses[i] === undefined).map((output) => output.name);
    if (missing.length > 0) {
      throw new ArgumentError(
        `\`loss\` must have a loss (or null) for every output; ${missing.join(', ')} is missing. Received: ${describe(Object.keys(spec))}`,
      );
    }
    return losses.map((loss) => loss ?? null);
  }

  #spreadWeights(outputs: readonly OutputInfo[]): readonly (number | undefined)[] {
    const weights = this.#weights;
    if (weights === null) return outputs.map(() => undefined);
    if (typeof weights === 'number') return outputs.map(() => weights);
    if (isByName(weights)) return spreadByName(weights, outputs, 'lossWeights');
    checkLength(weights, outputs, 'lossWeights');
    return weights;
  }

  /**
   * The weighted sum of the outputs' losses, and their single values into the trackers.
   *
   * @returns null when no output has a loss
   */
  apply(yTrue: readonly Tensor[], yPred: readonly Tensor[], weights: readonly (Tensor | null)[]): Tensor | null {
    let total: Tensor | null = null;
    this.terms.forEach(({ output, loss, weight }, i) => {
      const target = yTrue[output];
      const prediction = yPred[output];
      if (target === undefined || prediction === undefined) {
        throw new ArgumentError(`\`y\` must have an array for output ${output}. Received: ${yTrue.length} arrays`);
      }
      const value = loss.apply(target, prediction, { sampleWeight: weights[output] ?? null });
      this.#trackers[i]?.updateState(value, { sampleWeight: prediction.shape[0] ?? 1 });
      const share = weight === null ? value : ops.multiply(value, weight);
      total = total === null ? share : ops.add(total, share);
    });
    return total;
  }
}
