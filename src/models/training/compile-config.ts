import * as losses from '../../losses/index.ts';
import * as metrics from '../../metrics/index.ts';
import * as optimizers from '../../optimizers/index.ts';
import { camelCase } from '../../support/case.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { type Config, isSerialized } from '../../support/registry.ts';
import { type CompileOptions, compileOptionNames } from './compiled.ts';
import { isByName } from './per-output.ts';

type Change = (leaf: unknown) => unknown;

/** Changes the single losses or metrics in whatever lists and records they are in. */
function mapSpec(spec: unknown, change: Change): unknown {
  if (spec === null || spec === undefined) return null;
  if (Array.isArray(spec)) return spec.map((item) => mapSpec(item, change));
  if (isByName(spec))
    return Object.fromEntries(Object.entries(spec).map(([key, item]) => [key, mapSpec(item, change)]));
  return change(spec);
}

// A leaf is a name, an object, a function or an envelope, all of which `serialize` and `deserialize` check.
const serializeLoss: Change = (leaf) => {
  const loss = typeof leaf === 'string' || isPlainRecord(leaf) ? leaf : losses.serialize(leaf as losses.Loss);
  return loss;
};
const serializeMetric: Change = (leaf) =>
  typeof leaf === 'string' || isPlainRecord(leaf) ? leaf : metrics.serialize(leaf as metrics.Metric);

/** Keras's compile config: names stay names, objects and functions become envelopes. */
export function compileConfig(options: CompileOptions, optimizer: optimizers.Optimizer): Config {
  return {
    optimizer: optimizers.serialize(optimizer),
    loss: mapSpec(options.loss, serializeLoss),
    loss_weights: options.lossWeights ?? null,
    metrics: mapSpec(options.metrics, serializeMetric),
    weighted_metrics: mapSpec(options.weightedMetrics, serializeMetric),
    run_eagerly: options.runEagerly ?? false,
    steps_per_execution: options.stepsPerExecution ?? 1,
    // Keras writes what 'auto' came to; steps are compiled here unless they run eagerly.
    jit_compile:
      options.jitCompile === undefined || options.jitCompile === 'auto' ? !options.runEagerly : options.jitCompile,
  };
}

const deserializeLoss: Change = (leaf) =>
  isPlainRecord(leaf) ? losses.deserialize(leaf as unknown as Parameters<typeof losses.deserialize>[0]) : leaf;
const deserializeMetric: Change = (leaf) =>
  isPlainRecord(leaf) ? metrics.deserialize(leaf as unknown as Parameters<typeof metrics.deserialize>[0]) : leaf;

/** The options of `compile` that a config (of Keras, too) stands for. Keys that are unknown here are left out. */
export function optionsOfCompileConfig(config: Config): CompileOptions {
  const known: readonly string[] = compileOptionNames;
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config))
    if (known.includes(camelCase(key))) options[camelCase(key)] = value;
  if (isSerialized(options.optimizer)) options.optimizer = optimizers.deserialize(options.optimizer);
  options.loss = mapSpec(options.loss, deserializeLoss);
  options.metrics = mapSpec(options.metrics, deserializeMetric);
  options.weightedMetrics = mapSpec(options.weightedMetrics, deserializeMetric);
  // Values that come from JSON: `compile` checks each of them.
  return options;
}
