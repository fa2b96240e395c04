import type { Advice } from '../advice/advice.ts';
import type { PlaygroundState } from '../state/playground-state.ts';

/** What one hidden layer, or the output layer, showed in one step. */
export interface LayerReading {
  /** RMS of the gradient of one sample's loss with respect to the pre-activations. */
  readonly gradient: number;
  /** Standard deviation of the activations. */
  readonly deviation: number;
  /** The share of units that no sample activates; null for activations that don't die. */
  readonly dead: number | null;
  /** The share of pre-activations where the activation is flat; null where that means nothing. */
  readonly saturated: number | null;
}

/** A row of the picture of the net. */
export interface LayerRow {
  readonly label: string;
  readonly activation: string;
}

/** What the net answers at each point of the grid, or to each of the images that are shown. */
export interface Answers {
  /** The likeliest class. */
  readonly classes: Uint8Array<ArrayBuffer>;
  /** How sure the net is, from 0 (as likely as any other class) to 255. */
  readonly certainty: Uint8Array<ArrayBuffer>;
}

/** One epoch on the curves. */
export interface EpochPoint {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** Rows and their classes, as the page draws them. */
export interface ShownSamples {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Int32Array<ArrayBuffer>;
}

/** From the worker to the page. All but `ready` belong to the run that the page gave a number. */
export type WorkerMessage =
  | { readonly type: 'ready'; readonly backend: string }
  | {
      readonly type: 'began';
      readonly run: number;
      readonly train: ShownSamples;
      readonly test: ShownSamples;
      readonly layers: readonly LayerRow[];
      readonly parameters: number;
      /** What mean-field theory foretells of each layer's gradient before training, relative to the top hidden layer's. */
      readonly foretold: readonly (number | null)[];
    }
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly epoch: number;
      /** The epochs since the last message. */
      readonly points: readonly EpochPoint[];
      readonly layers: readonly LayerReading[];
      /** Null when there was no time to ask the net. */
      readonly answers: Answers | null;
    }
  | { readonly type: 'advice'; readonly run: number; readonly epoch: number; readonly advice: readonly Advice[] }
  | { readonly type: 'ended'; readonly run: number; readonly reason: 'finished' | 'diverged'; readonly epoch: number }
  | { readonly type: 'failed'; readonly run: number; readonly message: string };

/** From the page to the worker. */
export type PageMessage =
  /** Builds the net of a state anew and trains it, in place of the run before. */
  | { readonly type: 'start'; readonly run: number; readonly state: PlaygroundState; readonly playing: boolean }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** One epoch; then it pauses. */
  | { readonly type: 'step' }
  /** The last message of progress has been drawn; the next one waits for that. */
  | { readonly type: 'drawn' }
  /** Both at most; there are never more than 30 messages of progress per second. */
  | { readonly type: 'pace'; readonly epochsPerSecond: number; readonly messagesPerSecond: number };

/** Messages of progress are at least this many milliseconds apart. */
export const PROGRESS_INTERVAL = 1000 / 30;

/** A run ends by itself after so many epochs, so that a page that is left alone comes to rest. */
export const LAST_EPOCH = 3000;
