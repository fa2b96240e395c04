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
  const timed = async (): Promise<{ readonly outcome: string; readonly seconds: number }> => {
    const begin = performance.now();
    const outcome = await readBoth(bytes, other);
    return { outcome, seconds: (performance.now() - begin) / 1000 };
  };
  let { outcome, seconds } = await timed();
  // What else the machine does counts, too: the quicker of two tries is the file's own.
  if (seconds > MAX_SECONDS) seconds = Math.min(seconds, (await timed()).seconds);
  if (seconds > MAX_SECONDS) outcome = `took ${seconds.toFixed(1)} s`;
  if ('polluted' in {}) outcome = 'changed the prototype of all objects';
  const known = outcome === 'loaded' || outcome === 'refused';
  return { way, outcome: known ? outcome : `${name}: ${outcome}`, seconds };
}

/** `loaded`, `refused`, or the error that is not the one it should be. */
async function readBoth(bytes: Uint8Array, other: Sequential): Promise<string> {
  let outcome = 'refused';
  for (const read of [() => loadModel(bytes), () => other.loadWeights(bytes)]) {
    try {
      await read();
      outcome = 'loaded';
    } catch (error) {
      if (!(error instanceof FileError)) return error instanceof Error ? `${error.stack}` : String(error);
    }
  }
  return outcome;
}
