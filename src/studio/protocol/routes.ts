import type { FindingsAnswer } from './findings.ts';
import type { HistogramsAnswer, ImagesAnswer, TextsAnswer } from './media.ts';
import type { GraphAnswer } from './model-graph.ts';
import type { ControlPost, DoneAnswer, NotesPost, TreatAnswer, TreatPost } from './posts.ts';
import type { EmbeddingAnswer, PredictionsAnswer } from './predictions.ts';
import type { Part, RunDetail, RunId, RunsAnswer } from './runs.ts';
import type { ScalarsAnswer } from './scalars.ts';
import type { Quantity, VitalsAnswer } from './vitals.ts';

/** The line between page and server: what can be asked (GET, parameters in the query), and what is answered (JSON). */
export interface Questions {
  runs: { ask: Record<never, never>; answer: RunsAnswer };
  run: { ask: { run: RunId }; answer: RunDetail };
  /**
   * Curves of one tag in several runs and all parts.
   * `points`: at most so many per curve (default 1000). `from`, `to`: only steps between (both included; for zooming).
   */
  scalars: {
    ask: { tag: string; runs: readonly RunId[]; points?: number; from?: number; to?: number };
    answer: ScalarsAnswer;
  };
  /** `samples`: at most so many columns (default 5000). `after`: only samples behind this step. */
  vitals: { ask: { run: RunId; quantity: Quantity; samples?: number; after?: number }; answer: VitalsAnswer };
  /** `bins`: default 40. Also answers for layers of the vitals: tags `activations/LAYER` and `gradients/LAYER`. */
  histograms: { ask: { run: RunId; tag: string; part?: Part; bins?: number }; answer: HistogramsAnswer };
  images: { ask: { run: RunId; tag: string; part?: Part }; answer: ImagesAnswer };
  texts: { ask: { run: RunId; tag: string; part?: Part }; answer: TextsAnswer };
  graph: { ask: { run: RunId }; answer: GraphAnswer };
  findings: { ask: { run: RunId }; answer: FindingsAnswer };
  predictions: { ask: { run: RunId }; answer: PredictionsAnswer };
  embedding: { ask: { run: RunId; name: string }; answer: EmbeddingAnswer };
}

/** What changes something: POST of JSON, with the token in the header `tokenHeader`. */
export interface Posts {
  notes: { ask: NotesPost; answer: DoneAnswer };
  control: { ask: ControlPost; answer: DoneAnswer };
  treat: { ask: TreatPost; answer: TreatAnswer };
}

/** Where questions and posts go: `/api/runs` and so on. */
export const apiPath = (name: keyof Questions | keyof Posts): string => `/api/${name}`;

/** The stream of events (`new EventSource(streamPath)`). */
export const streamPath = '/api/stream';

/** The table of hyperparameters and final metrics as a CSV file; `run` may be given several times (default: all). */
export const csvPath = '/api/runs.csv';

/** Carries the token of posts. */
export const tokenHeader = 'x-keratin-token';

/**
 * The token stands behind `#` of the URL that the server prints (`http://127.0.0.1:6007/#token=...`), so that it is
 * never sent along. The page keeps it for the session and takes it out of the address line.
 */
export const tokenParameter = 'token';

/** The address of a question: lists are written as repeated parameters. */
export function questionUrl<Q extends keyof Questions>(name: Q, ask: Questions[Q]['ask']): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(ask)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  return query.size === 0 ? apiPath(name) : `${apiPath(name)}?${query}`;
}
