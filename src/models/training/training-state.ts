import { globalSeedState, setGlobalSeedState } from '../../random/seed-generator.ts';
import type { TwisterState } from '../../support/mersenne-twister.ts';
import { globalRandom } from '../../support/python-random.ts';
import { globalShuffler } from '../../support/shuffle.ts';
import type { DataPlace } from './epoch-steps.ts';

/** Where training stands: what another process needs, beside all variables, to go on to the same bits. */
export interface TrainingPosition {
  /** The epoch that is under way, or comes next; from 0. */
  readonly epoch: number;
  /** Steps of that epoch that are done. */
  readonly step: number;
  readonly training: DataPlace;
  readonly validation: DataPlace | null;
  /** The streams behind seeds of layers, and behind the order of samples. */
  readonly seeds: TwisterState;
  readonly shuffler: TwisterState;
  /** The key of random functions without a seed. */
  readonly globalSeed: readonly number[] | null;
}

/** The process's random streams. */
export async function randomStreams(): Promise<Pick<TrainingPosition, 'seeds' | 'shuffler' | 'globalSeed'>> {
  return { seeds: globalRandom.state, shuffler: globalShuffler.state, globalSeed: await globalSeedState() };
}

export function setRandomStreams(streams: Awaited<ReturnType<typeof randomStreams>>): void {
  globalRandom.state = streams.seeds;
  globalShuffler.state = streams.shuffler;
  setGlobalSeedState(streams.globalSeed);
}
