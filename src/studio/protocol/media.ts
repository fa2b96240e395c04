import type { PackedFloats } from './packed-floats.ts';
import type { Part, RunId } from './runs.ts';

/** Histograms over time on one grid of bins, so that they can be drawn as a strip: time across, value upwards. */
export interface HistogramsAnswer {
  readonly run: RunId;
  readonly tag: string;
  readonly part: Part;
  readonly steps: readonly number[];
  /** The lowest bin begins here, and the highest ends at `high`; all have one width. */
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  /** [steps, bins], row after row: Float32. */
  readonly counts: PackedFloats;
  /** The extremes at each step. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

/** Pictures of a tag. The address answers with the picture itself. */
export interface ImagesAnswer {
  readonly run: RunId;
  readonly tag: string;
  readonly part: Part;
  readonly images: readonly {
    readonly step: number;
    readonly width: number;
    readonly height: number;
    readonly url: string;
  }[];
}

/** Texts of a tag, in Markdown: foreign text, never to be put into the page as HTML. */
export interface TextsAnswer {
  readonly run: RunId;
  readonly tag: string;
  readonly part: Part;
  readonly texts: readonly { readonly step: number; readonly text: string }[];
}
