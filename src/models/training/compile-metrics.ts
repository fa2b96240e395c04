import type { Metric, PredictionMetric } from '../../metrics/index.ts';
import { type CompileMetric, resolveMetric } from '../../metrics/resolve.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkLength, isByName, type OutputInfo, spreadByName } from './per-output.ts';

/** A metric, or a name of one: `'accuracy'` and `'crossentropy'` find the kind that fits the output. */
export type MetricSpec = CompileMetric;

type MetricList = MetricSpec | null | readonly (MetricSpec | null)[];

/** What `compile` takes as metrics: one, several, or per output a list or a record of these. */
export type MetricsSpec = MetricList | readonly MetricList[] | { readonly [output: string]: MetricList };

/** Looks names up, so that unknown ones are noticed at once. */
function checkNames(spec: unknown): void {
  if (Array.isArray(spec)) spec.forEach(checkNames);
  else if (isByName(spec)) Object.values(spec).forEach(checkNames);
  // Any shapes do: which accuracy it will be is not the question yet.
  else if (typeof spec === 'string') resolveMetric(spec as MetricSpec, [null], [null, 1]);
}

/** A metric under the name it has in logs. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: Metric;
}

interface OutputMetric {
  readonly output: number;
  readonly metric: PredictionMetric;
  readonly weighted: boolean;
}

/** The metrics of a compiled model: which belongs to which output, and their names. */
export class CompileMetrics {
  readonly #metrics: MetricsSpec;
  readonly #weighted: MetricsSpec;
  #entries: OutputMetric[] = [];
  #named: NamedMetric[] = [];
  #built = false;

  constructor(metrics: MetricsSpec, weightedMetrics: MetricsSpec) {
    checkNames(metrics);
    checkNames(weightedMetrics);
    this.#metrics = metrics;
    this.#weighted = weightedMetrics;
  }

  get built(): boolean {
    return this.#built;
  }

  /** All metrics with their names; those without weights first. */
  get named(): readonly NamedMetric[] {
    return this.#named;
  }

  /**
   * Finds out which metrics belong to which output.
   *
   * @param targets shapes of the targets, one per output
   * @throws ArgumentError when the metrics given to `compile` don't fit the outputs
   */
  build(outputs: readonly OutputInfo[], targets: readonly (readonly number[])[]): void {
    if (this.#built) return;
    const used = new Map<string, number>();
    const unique = (name: string): string => {
      const repeats = used.get(name) ?? 0;
      used.set(name, repeats + 1);
      return repeats === 0 ? name : `${name}_${repeats}`;
    };
    const prefix = (output: number) => {
      const name = outputs.length > 1 ? outputs[output]?.name : null;
      return name ? `${name}_` : '';
    };
    const entries: OutputMetric[] = [];
    const named: NamedMetric[] = [];
    for (const weighted of [false, true]) {
      const argument = weighted ? 'weightedMetrics' : 'metrics';
      const lists = spreadMetrics(weighted ? this.#weighted : this.#metrics, outputs, argument);
      lists.forEach((list, output) => {
        for (const spec of list) {
          const metric = resolveMetric(spec, targets[output] ?? [], outputs[output]?.shape ?? []);
          entries.push({ output, metric, weighted });
          const full = `${prefix(output)}${metric.name}`;
          const clash = weighted && used.has(full);
          named.push({ name: unique(clash ? `${prefix(output)}weighted_${metric.name}` : full), metric });
        }
      });
    }
    this.#entries = entries;
    this.#named = named;
    this.#built = true;
  }

  /** Undoes `build`. */
  forget(): void {
    this.#entries = [];
    this.#named = [];
    this.#built = false;
  }

  /** Takes a batch into the metrics. Only weighted ones see the weights. */
  update(yTrue: readonly Tensor[], yPred: readonly Tensor[], weights: readonly (Tensor | null)[]): void {
    for (const { output, metric, weighted } of this.#entries) {
      const target = yTrue[output];
      const prediction = yPred[output];
      if (target === undefined || prediction === undefined) {
        throw new ArgumentError(
          `\`y\` must have an array for output ${output}, which has metrics. Received: ${yTrue.length} arrays`,
        );
      }
      metric.updateState(target, prediction, { sampleWeight: weighted ? (weights[output] ?? null) : null });
    }
  }
}

const toList = (value: unknown, argument: string): MetricSpec[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.some(Array.isArray)) throw badArgument(argument, 'metrics, in lists at most per output', value);
  // What is no metric, resolveMetric refuses.
  return list.filter((item): item is MetricSpec => item !== null && item !== undefined);
};

/** The metrics of each output. A flat list goes to the only output, and stands for one metric per output otherwise. */
function spreadMetrics(spec: MetricsSpec, outputs: readonly OutputInfo[], argument: string): MetricSpec[][] {
  if (spec === null) return outputs.map(() => []);
  if (isByName(spec)) {
    if (outputs.length === 1 && outputs[0]?.name === null) return [toList(Object.values(spec).flat(), argument)];
    return spreadByName(spec, outputs, argument).map((value) => (value === undefined ? [] : toList(value, argument)));
  }
  if (outputs.length === 1) {
    const nested = Array.isArray(spec) && spec.length === 1 && Array.isArray(spec[0]);
    return [toList(nested ? spec[0] : spec, argument)];
  }
  if (!Array.isArray(spec)) {
    throw new ArgumentError(
      `\`${argument}\` of a model with ${outputs.length} outputs goes by output: a list with one entry each, or a record by name. Received: one metric`,
    );
  }
  if (spec.length === 0) return outputs.map(() => []);
  checkLength(spec, outputs, argument);
  return spec.map((value) => toList(value, argument));
}
