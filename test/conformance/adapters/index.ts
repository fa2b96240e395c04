import type { AnyAdapter } from '../adapter.ts';
import { optimizersAdapter } from './optimizers.ts';
import { schedulesAdapter } from './schedules.ts';

/** By the name of the group, or what stands before the first `_` of it. */
const adapters: Readonly<Record<string, AnyAdapter>> = {
  optimizers: optimizersAdapter,
  schedules: schedulesAdapter,
};

export const adapterOf = (group: string): AnyAdapter | undefined =>
  adapters[group] ?? adapters[group.split('_', 1)[0] ?? group];
