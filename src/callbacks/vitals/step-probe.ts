import type { ActivationFunction } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import { Dense } from '../../layers/core/dense.ts';
import { isTensor } from '../../layers/infer-outputs.ts';
import type { Layer } from '../../layers/layer.ts';
import { type LayerObserver, observing } from '../../layers/observation.ts';
import { flattenStructure, type Structure } from '../../layers/structure.ts';
import * as ops from '../../ops/index.ts';
import { snakeCase } from '../../support/case.ts';
import { classNameOf } from '../../support/naming.ts';
import { type GradientTap, tapping } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { HISTOGRAM_SIZE, histogramOf, readHistogram } from './histogram.ts';
import { noiseScale, sampleSquares } from './noise-scale.ts';
import { saturation } from './saturation.ts';
import type { LayerVitals, NonFinite, WeightVitals } from './vitals-record.ts';

/** An application of a layer, as the trace saw it. */
interface Site {
  readonly layer: string;
  readonly path: string;
  readonly activation: string;
  readonly before: Tensor;
  readonly after: Tensor;
  /** What a dense layer got, a row per sample; null for other layers. */
  input: Tensor | null;
}

/** What is known of a site without running anything. */
interface SiteLayout {
  readonly layer: string;
  readonly path: string;
  readonly activation: string;
  readonly units: number;
  readonly countsDead: boolean;
  readonly saturates: boolean;
  /** Whether the gradients of single samples were measured. */
  readonly perSample: boolean;
}

interface Layout {
  readonly sites: readonly SiteLayout[];
  readonly weights: readonly { readonly weight: string; readonly layer: string | null }[];
  readonly values: Variable;
  readonly batchSize: number;
}

/** What one probed step showed, without what only the loop around it knows. */
export interface Reading {
  readonly loss: number | null;
  readonly gradientNorm: number;
  readonly noiseScale: number | null;
  readonly layers: readonly LayerVitals[];
  readonly weights: readonly WeightVitals[];
  readonly nonFinite: NonFinite | null;
}

/** Numbers of one site in the vector of values, and of one weight. */
const SITE = 11;
const WEIGHT = 3;

const activationName = (activation: ActivationFunction): string => {
  try {
    const name = activations.serialize(activation);
    return typeof name === 'string' ? name : 'class_name' in name ? snakeCase(String(name.class_name)) : 'custom';
  } catch {
    // A function of the user's own that nobody can look up by name: it is measured all the same.
    return activation.name || 'custom';
  }
};

/** Layers that are activation functions themselves. */
const activationLayers: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  PReLU: 'prelu',
  RReLU: 'rrelu',
  ELU: 'elu',
  ThresholdedReLU: 'thresholded_relu',
  Softmax: 'softmax',
};

const countsDead = (activation: string): boolean => activation === 'relu' || activation === 'relu6';

/**
 * Measures a step of training from within: while the step is traced, it notes what every layer gets and gives, asks for
 * the gradients with respect to the pre-activations in the backward pass that runs anyway, and adds the reductions to
 * the program. All numbers leave the program in one vector.
 */
export class StepProbe implements LayerObserver, GradientTap {
  readonly #histograms: boolean;
  /** Which units have been active since the epoch began, by site; shared by the programs of all batch shapes. */
  readonly #active: Map<string, Variable>;
  #layout: Layout | null = null;
  // What the trace that is running has seen.
  #sites: Site[] = [];
  #seen = new Map<string, number>();
  #loss: Tensor | null = null;
  #weightGradients = new Map<Variable, Tensor>();
  #gradients: (Tensor | null)[] = [];

  constructor(options: { readonly histograms: boolean; readonly active: Map<string, Variable> }) {
    this.#histograms = options.histograms;
    this.#active = options.active;
  }

  activated(layer: Layer, activation: ActivationFunction, before: Tensor, after: Tensor): void {
    this.#note(layer, activationName(activation), before, after);
  }

  called(layer: Layer, inputs: Structure<Tensor>, outputs: Structure<Tensor>): void {
    const activation = activationLayers[classNameOf(layer)];
    const [before] = flattenStructure(inputs, isTensor);
    const [after] = flattenStructure(outputs, isTensor);
    if (after === undefined) return;
    if (this.#sites.at(-1)?.after === after) this.#seeInput(layer, before);
    else if (activation !== undefined && before !== undefined) this.#note(layer, activation, before, after);
    // What has weights of its own but tells nobody its pre-activations is seen by its outputs.
    else if (layer.weights.length > 0 && layer.flattenLayers().length === 1) {
      this.#note(layer, 'linear', after, after);
      this.#seeInput(layer, before);
    }
  }

  /** From rows of inputs and of gradients follow those of single samples, where a layer is applied only once. */
  #seeInput(layer: Layer, input: Tensor | undefined): void {
    const applied = this.#sites.filter(({ path }) => path === layer.path);
    for (const site of applied) site.input = null;
    const [only, more] = applied;
    if (only !== undefined && more === undefined && layer instanceof Dense && input?.rank === 2) only.input = input;
  }

  #note(layer: Layer, activation: string, before: Tensor, after: Tensor): void {
    if (after.dtype !== 'float32' || before.dtype !== 'float32') return;
    const count = (this.#seen.get(layer.path) ?? 0) + 1;
    this.#seen.set(layer.path, count);
    const name = count === 1 ? layer.name : `${layer.name}:${count}`;
    this.#sites.push({ layer: name, path: layer.path, activation, before, after, input: null });
  }

  wanted(): readonly Tensor[] {
    return this.#sites.map((site) => site.before);
  }

  taken(
    result: Tensor,
    targets: readonly (Tensor | Variable)[],
    gradients: readonly (Tensor | null)[],
    extra: readonly (Tensor | null)[],
  ): void {
    // A step of the user's own may take several gradients: the first one that reaches the layers is the loss's.
    if (this.#loss !== null && extra.every((gradient) => gradient === null)) return;
    this.#loss = result.rank === 0 ? result : ops.sum(result);
    this.#gradients = [...extra];
    targets.forEach((target, i) => {
      const gradient = gradients[i];
      if (target instanceof Variable && gradient != null) this.#weightGradients.set(target, gradient);
    });
  }

  /**
   * Runs a step, or traces it, and adds what is measured.
   *
   * @param step the step
   * @param weights the variables that it trains, with the layers that own them
   * @param batchSize samples in the batch: gradients are reported per sample
   */
  measure(step: () => void, weights: readonly (readonly [Variable, string | null])[], batchSize: number): void {
    this.#sites = [];
    this.#seen = new Map();
    this.#loss = null;
    this.#weightGradients = new Map();
    this.#gradients = [];
    const before = weights.map(([variable]) => variable.value);
    observing(this, () => tapping(this, step));
    // Rows are samples only where there is one for each.
    for (const site of this.#sites) if (site.input?.shape[0] !== batchSize) site.input = null;
    const scalars: Tensor[] = [this.#loss ?? ops.zeros([])];
    for (const [i, site] of this.#sites.entries())
      scalars.push(...this.#siteValues(site, this.#gradients[i], batchSize));
    weights.forEach(([variable], i) => {
      const old = before[i] ?? variable.value;
      const gradient = this.#weightGradients.get(variable);
      scalars.push(
        sumOfSquares(old),
        gradient === undefined ? ops.zeros([]) : sumOfSquares(gradient),
        sumOfSquares(ops.subtract(variable.value, old)),
      );
    });
    const vector = ops.stack(scalars);
    const histograms = this.#histograms
      ? this.#sites.flatMap((site, i) => this.#histogramsOf(site, this.#gradients[i]))
      : [];
    const all = histograms.length === 0 ? vector : ops.concatenate([vector, ...histograms]);
    this.#layout ??= this.#makeLayout(all.shape[0] ?? 0, weights, batchSize);
    this.#layout.values.assign(all);
    this.#sites = [];
    this.#weightGradients = new Map();
    this.#gradients = [];
    this.#loss = null;
  }

  #siteValues(
    { path, layer, activation, before, after, input }: Site,
    gradient: Tensor | null | undefined,
    batchSize: number,
  ): Tensor[] {
    const saturated = saturation(activation, before);
    return [
      ops.mean(before),
      meanOfSquares(before),
      ops.mean(after),
      meanOfSquares(after),
      ops.min(after),
      ops.max(after),
      ops.mean(ops.cast(ops.equal(after, 0), 'float32')),
      countsDead(activation) ? this.#deadShare(`${path}|${layer}`, after) : ops.zeros([]),
      saturated === null ? ops.zeros([]) : ops.mean(ops.cast(saturated, 'float32')),
      gradient == null ? ops.zeros([]) : ops.multiply(meanOfSquares(gradient), batchSize * batchSize),
      gradient == null || input === null ? ops.zeros([]) : ops.multiply(sampleSquares(input, gradient), batchSize),
    ];
  }

  /** Units that have been active are remembered over the steps of an epoch. */
  #deadShare(key: string, after: Tensor): Tensor {
    const axes = after.shape.slice(0, -1).map((_, axis) => axis);
    const now = ops.cast(ops.greater(ops.max(after, { axis: axes }), 0), 'float32');
    let active = this.#active.get(key);
    if (active === undefined) {
      active = new Variable(() => ops.zeros(now.shape), { name: 'active_units', trainable: false });
      this.#active.set(key, active);
    }
    const ever = ops.maximum(active, now);
    active.assign(ever);
    return ops.subtract(1, ops.mean(ever));
  }

  #histogramsOf({ after }: Site, gradient: Tensor | null | undefined): Tensor[] {
    return [histogramOf(after), gradient == null ? ops.zeros([HISTOGRAM_SIZE]) : histogramOf(gradient)];
  }

  #makeLayout(size: number, weights: readonly (readonly [Variable, string | null])[], batchSize: number): Layout {
    return {
      sites: this.#sites.map(({ layer, path, activation, before, after, input }) => ({
        layer,
        path,
        activation,
        units: after.shape.at(-1) ?? 1,
        countsDead: countsDead(activation),
        saturates: saturation(activation, before) !== null,
        perSample: input !== null,
      })),
      weights: weights.map(([variable, layer]) => ({ weight: variable.path, layer })),
      values: new Variable(() => ops.zeros([size]), { name: 'vitals', trainable: false }),
      batchSize,
    };
  }

  /** What the last step that ran showed; null before the first. */
  read(): Reading | null {
    const layout = this.#layout;
    if (layout === null) return null;
    const values = layout.values.dataSync();
    const at = (i: number): number => values[i] ?? Number.NaN;
    const weightsAt = 1 + SITE * layout.sites.length;
    const histogramsAt = weightsAt + WEIGHT * layout.weights.length;
    const histogram = (i: number) =>
      readHistogram(values.subarray(histogramsAt + HISTOGRAM_SIZE * i, histogramsAt + HISTOGRAM_SIZE * (i + 1)));
    const layers = layout.sites.map((site, i): LayerVitals => {
      const o = 1 + SITE * i;
      return {
        layer: site.layer,
        path: site.path,
        activation: site.activation,
        units: site.units,
        preMean: at(o),
        preStd: deviation(at(o), at(o + 1)),
        mean: at(o + 2),
        std: deviation(at(o + 2), at(o + 3)),
        min: at(o + 4),
        max: at(o + 5),
        zeroShare: at(o + 6),
        deadShare: site.countsDead ? at(o + 7) : null,
        saturatedShare: site.saturates ? at(o + 8) : null,
        gradientRms: Math.sqrt(at(o + 9)),
        ...(this.#histograms ? { histograms: { activation: histogram(2 * i), gradient: histogram(2 * i + 1) } } : {}),
      };
    });
    const squares = layout.weights.map((_, i) => [0, 1, 2].map((k) => at(weightsAt + WEIGHT * i + k)));
    const weights = layout.weights.map(({ weight, layer }, i): WeightVitals => {
      const [norm = 0, gradient = 0, change = 0] = squares[i] ?? [];
      return {
        weight,
        layer,
        norm: Math.sqrt(norm),
        gradientNorm: Math.sqrt(gradient),
        updateRatio: change === 0 ? 0 : norm === 0 ? null : Math.sqrt(change / norm),
      };
    });
    // Of kernels alone: biases would need a 1 beside each input.
    let [samples, batch] = [0, 0];
    for (const [i, site] of layout.sites.entries()) {
      const kernel = layout.weights.findIndex(({ weight }) => weight === `${site.path}/kernel`);
      if (!site.perSample || kernel < 0) continue;
      samples += at(1 + SITE * i + 10);
      batch += squares[kernel]?.[1] ?? 0;
    }
    return {
      loss: at(0),
      gradientNorm: Math.sqrt(squares.reduce((sum, [, gradient = 0]) => sum + gradient, 0)),
      noiseScale: noiseScale(samples, batch, layout.batchSize),
      layers,
      weights,
      nonFinite: firstNonFinite(at(0), layers, weights),
    };
  }
}

const sumOfSquares = (x: Tensor): Tensor => ops.sum(ops.square(x));
const meanOfSquares = (x: Tensor): Tensor => ops.mean(ops.square(x));
const deviation = (mean: number, square: number): number => Math.sqrt(Math.max(0, square - mean * mean));

function firstNonFinite(
  loss: number,
  layers: readonly LayerVitals[],
  weights: readonly WeightVitals[],
): NonFinite | null {
  const forward = layers.find(({ mean, preMean, std }) => !Number.isFinite(mean + preMean + std));
  if (forward !== undefined) return { where: forward.layer, pass: 'forward' };
  if (!Number.isFinite(loss)) return { where: 'loss', pass: 'loss' };
  const backward = layers.findLast(({ gradientRms }) => !Number.isFinite(gradientRms));
  if (backward !== undefined) return { where: backward.layer, pass: 'backward' };
  const gradient = weights.findLast(({ gradientNorm }) => !Number.isFinite(gradientNorm));
  if (gradient !== undefined) return { where: gradient.weight, pass: 'backward' };
  const update = weights.find(
    ({ norm, updateRatio }) => !Number.isFinite(norm) || (updateRatio !== null && !Number.isFinite(updateRatio)),
  );
  return update === undefined ? null : { where: update.weight, pass: 'update' };
}

/** The weights that a model trains, each with the layer that owns it. */
export function ownedWeights(layers: readonly Layer[], weights: readonly Variable[]): [Variable, string | null][] {
  const owners = new Map<Variable, string>();
  for (const layer of layers)
    if (layer.flattenLayers().length === 1) for (const weight of layer.weights) owners.set(weight, layer.name);
  return weights.map((weight) => [weight, owners.get(weight) ?? null]);
}
