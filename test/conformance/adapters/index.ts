import type { AnyAdapter } from '../adapter.ts';
import { activationsAdapter } from './activations.ts';
import { constraintsAdapter } from './constraints.ts';
import { filesAdapter } from './files.ts';
import { initializersAdapter } from './initializers.ts';
import { layersAdapter } from './layers.ts';
import { lossesAdapter } from './losses.ts';
import { metricsAdapter } from './metrics.ts';
import { opsAdapter } from './ops.ts';
import { optimizersAdapter } from './optimizers.ts';
import { randomAdapter } from './random.ts';
import { regularizersAdapter } from './regularizers.ts';
import { runsAdapter } from './runs.ts';
import { schedulesAdapter } from './schedules.ts';
import { seedsAdapter } from './seeds.ts';
import { summariesAdapter } from './summaries.ts';

/** By the name of the group, or what stands before the first `_` of it. */
const adapters: Readonly<Record<string, AnyAdapter>> = {
  activations: activationsAdapter,
  constraints: constraintsAdapter,
  files: filesAdapter,
  initializers: initializersAdapter,
  layers: layersAdapter,
  losses: lossesAdapter,
  metrics: metricsAdapter,
  ops: opsAdapter,
  optimizers: optimizersAdapter,
  random: randomAdapter,
  regularizers: regularizersAdapter,
  runs: runsAdapter,
  schedules: schedulesAdapter,
  seeds: seedsAdapter,
  summaries: summariesAdapter,
};

export const adapterOf = (group: string): AnyAdapter | undefined =>
  adapters[group] ?? adapters[group.split('_', 1)[0] ?? group];
