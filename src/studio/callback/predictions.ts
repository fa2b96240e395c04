import type { Model } from '../../models/index.ts';
import { type SampleArray, sampleCount, sliceSamples, rowSize as width } from '../../models/training/sample-array.ts';
import type { PredictionsRecord } from '../run-folder/records.ts';
import type { HeldOut } from './held-out.ts';

/** Samples that are looked at, the first ones. */
const MOST = 2000;
const WORST = 24;
/** Classes whose confusions can still be told apart in a picture. */
const MOST_CLASSES = 100;
const SHOWN_INPUTS = 12;
/** As Keras clips probabilities. */
const EPSILON = 1e-7;

type Sample = PredictionsRecord['worst'][number];

/** What the model answered, and the pictures of samples by file name. */
export interface Predictions {
  readonly record: PredictionsRecord;
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

function argmax(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((values[from + i] ?? 0) > (values[from + best] ?? 0)) best = i;
  return best;
}

/** A sample as a gray or coloured picture; null for samples that are none. */
async function picture(sample: ArrayLike<number>, shape: readonly number[]): Promise<Uint8Array | null> {
  const [height = 0, across = 0, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || (channels !== 1 && channels !== 3) || height < 2 || across < 2)
    return null;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < sample.length; i++) {
    low = Math.min(low, sample[i] ?? 0);
    high = Math.max(high, sample[i] ?? 0);
  }
  const scale = high > low ? 255 / (high - low) : 0;
  const data = Uint8Array.from({ length: sample.length }, (_, i) => Math.round(((sample[i] ?? 0) - low) * scale));
  const { encode } = await import('fast-png');
  return encode({ width: across, height, data, channels, depth: 8 });
}

interface Judged {
  readonly index: number;
  readonly truth: number;
  readonly answer: number;
  readonly confidence: number;
  readonly truthProbability: number;
  readonly loss: number;
}

/** Reads classes from targets (numbers or one-hot) and answers (probabilities of classes, or of one); null when there are none. */
function classified(y: SampleArray, answers: ArrayLike<number>, outputs: number, count: number): Judged[] | null {
  const classes = outputs === 1 ? 2 : outputs;
  const oneHot = width(y) === outputs && outputs > 1;
  if (classes > MOST_CLASSES || (!oneHot && width(y) !== 1)) return null;
  const judged: Judged[] = [];
  for (let index = 0; index < count; index++) {
    const truth = oneHot ? argmax(y.values, index * outputs, outputs) : Number(y.values[index] ?? -1);
    if (!Number.isInteger(truth) || truth < 0 || truth >= classes) return null;
    const probability = (k: number): number => {
      const p = answers[index * outputs + (outputs === 1 ? 0 : k)] ?? Number.NaN;
      return outputs === 1 && k === 0 ? 1 - p : p;
    };
    // Answers that are no probabilities (logits, numbers) don't say how sure the model is.
    if (!(probability(truth) >= -1e-4 && probability(truth) <= 1 + 1e-4)) return null;
    const answer = outputs === 1 ? Number(probability(1) > 0.5) : argmax(answers, index * outputs, outputs);
    judged.push({
      index,
      truth,
      answer,
      confidence: probability(answer),
      truthProbability: probability(truth),
      loss: -Math.log(Math.max(probability(truth), EPSILON)),
    });
  }
  return judged;
}

/** For models that don't classify: how far off each answer is. */
function measured(y: SampleArray, answers: ArrayLike<number>, outputs: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    let loss = 0;
    for (let k = 0; k < outputs; k++)
      loss += (Number(y.values[index * outputs + k] ?? 0) - (answers[index * outputs + k] ?? 0)) ** 2 / outputs;
    const few = (values: ArrayLike<number>): string =>
      Array.from({ length: Math.min(outputs, 4) }, (_, k) =>
        Number((values[index * outputs + k] ?? 0).toPrecision(4)),
      ).join(', ');
    return { index, loss, truth: few(Float64Array.from(y.values, Number)), answer: few(answers) };
  });
}

/** Asks the model for the held-out data: which classes it confuses, and where it is farthest off. */
export async function predictionsOf(
  model: Model,
  held: HeldOut,
  { epoch, classNames }: { readonly epoch: number; readonly classNames: readonly string[] | null },
): Promise<Predictions | null> {
  const count = Math.min(sampleCount(held.x), MOST);
  if (count === 0) return null;
  const x = sliceSamples(held.x, 0, count);
  const y = sliceSamples(held.y, 0, count);
  const answer = await model.predict({ data: x.values, shape: x.shape }, { verbose: 0 });
  const outputs = answer.shape.slice(1).reduce((a, b) => a * b, 1);
  const answers = await answer.data();
  const nameOf = (k: number): string => classNames?.[k] ?? String(k);
  const judged = classified(y, answers, outputs, count);
  const rows =
    judged?.map((one) => ({ ...one, truth: nameOf(one.truth), answer: nameOf(one.answer) })) ??
    (width(y) === outputs
      ? measured(y, answers, outputs, count).map((one) => ({ ...one, confidence: null, truthProbability: null }))
      : null);
  if (rows === null) return null;
  const pictures = new Map<string, Uint8Array>();
  const worst: Sample[] = [];
  for (const row of rows
    .filter(({ loss }) => Number.isFinite(loss))
    .sort((a, b) => b.loss - a.loss)
    .slice(0, WORST)) {
    const sample = Float32Array.from(x.values.subarray(row.index * width(x), (row.index + 1) * width(x)), Number);
    const png = await picture(sample, x.shape.slice(1));
    const image = png === null ? null : `worst-${worst.length}.png`;
    if (png !== null && image !== null) pictures.set(image, png);
    const inputs = png === null ? [...sample.subarray(0, SHOWN_INPUTS)] : [];
    worst.push({ ...row, index: held.first + row.index, image, inputs });
  }
  return { record: { epoch, confusion: judged && confusionOf(judged, outputs, nameOf), worst }, pictures };
}

function confusionOf(judged: readonly Judged[], outputs: number, nameOf: (k: number) => string) {
  const classes = outputs === 1 ? 2 : outputs;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { truth, answer } of judged) {
    const row = counts[truth];
    if (row !== undefined) row[answer] = (row[answer] ?? 0) + 1;
  }
  return { labels: counts.map((_, k) => nameOf(k)), counts };
}
