import * as layers from '../../src/layers/index.ts';
import { loadModel, Sequential } from '../../src/models/index.ts';
import { FileError } from '../../src/support/file-error.ts';
import type { Base } from './mutate.ts';
import { mutate } from './mutate.ts';

const MAX_SECONDS = 5;

export interface Finding {
  /** How the file was changed. */
  readonly way: string;
  /** `loaded` where the change did no harm, `refused`, or what went wrong. */
  readonly outcome: string;
  readonly seconds: number;
}

/** A model whose weights must not change when a file is refused. */
export function bystander(): Sequential {
  return new Sequential([new layers.Input({ shape: [6] }), new layers.Dense(4, { kernelInitializer: 'ones' })]);
}

/** Reads one mutated file as a model and as weights, and says what came of it. */
export async function readMutant(bases: readonly Base[], seed: number, other: Sequential): Promise<Finding> {
  const { name, way, bytes } = mutate(bases, seed);
  const begin = performance.now();
  let outcome = 'refused';
  for (const read of [() => loadModel(bytes), () => other.loadWeights(bytes)]) {
    try {
      await read();
      outcome = 'loaded';
    } catch (error) {
      if (!(error instanceof FileError))
        return { way, outcome: `${name}: ${error instanceof Error ? error.stack : String(error)}`, seconds: 0 };
    }
  }
  const seconds = (performance.now() - begin) / 1000;
  if (seconds > MAX_SECONDS) outcome = `${name}: took ${seconds.toFixed(1)} s`;
  if ('polluted' in {}) outcome = `${name}: changed the prototype of all objects`;
  return { way, outcome, seconds };
}
