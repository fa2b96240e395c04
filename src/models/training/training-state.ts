import type { Callback, CallbackState } from '../../callbacks/index.ts';
import { globalSeedState, setGlobalSeedState } from '../../random/seed-generator.ts';
import type { TwisterState } from '../../support/mersenne-twister.ts';
import { classNameOf } from '../../support/naming.ts';
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

/** What a callback remembered, by its class and its place among the callbacks. */
export interface SavedCallback extends CallbackState {
  readonly name: string;
}

/** Where training stands, with what callbacks remember. */
export interface TrainingState {
  readonly position: TrainingPosition;
  readonly callbacks: readonly SavedCallback[];
}

/** What callbacks remember, those that remember anything. */
export async function callbackStates(callbacks: readonly Callback[]): Promise<SavedCallback[]> {
  const saved: SavedCallback[] = [];
  for (const [i, callback] of callbacks.entries()) {
    const state = await callback.getState();
    if (state !== null) saved.push({ name: nameAmong(callback, i), ...state });
  }
  return saved;
}

/** Gives callbacks what they remembered; those that were not there begin anew, with a warning. */
export async function setCallbackStates(
  callbacks: readonly Callback[],
  saved: readonly SavedCallback[],
): Promise<void> {
  const found = new Set<SavedCallback>();
  for (const [i, callback] of callbacks.entries()) {
    const state = saved.find(({ name }) => name === nameAmong(callback, i));
    if (state === undefined) continue;
    found.add(state);
    await callback.setState(state);
  }
  const lost = saved.filter((state) => !found.has(state)).map(({ name }) => name);
  if (lost.length > 0)
    console.warn(`The backup has what these callbacks remembered, which are not there now: ${lost.join(', ')}.`);
}

const nameAmong = (callback: Callback, index: number): string => `${classNameOf(callback)} ${index}`;

/** The process's random streams. */
export async function randomStreams(): Promise<Pick<TrainingPosition, 'seeds' | 'shuffler' | 'globalSeed'>> {
  return { seeds: globalRandom.state, shuffler: globalShuffler.state, globalSeed: await globalSeedState() };
}

export function setRandomStreams(streams: Awaited<ReturnType<typeof randomStreams>>): void {
  globalRandom.state = streams.seeds;
  globalShuffler.state = streams.shuffler;
  setGlobalSeedState(streams.globalSeed);
}
