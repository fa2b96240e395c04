import { globalShuffler, Shuffler } from '../support/shuffle.ts';

/** A generator for one pass: the same for the same seed and pass, another in each pass. */
export function generatorOfPass(seed: number, pass: number): Shuffler {
  // Weyl sequence with the golden ratio of 2^32, as SplitMix steps (Steele et al. 2014): seeds of neighbouring passes
  // and neighbouring user seeds never meet.
  return new Shuffler((seed + Math.imul(pass, 0x9e3779b9)) >>> 0);
}

/** A seed drawn from the stream that `utils.setRandomSeed` starts. */
export const drawSeed = (): number => globalShuffler.integer(0x7fffffff);
