import { Message } from '../../support/protobuf.ts';

/** TensorBoard's classes of data, in a summary's metadata. */
const SCALAR = 1;
const TENSOR = 2;
const BLOBS = 3;

/** TensorFlow's numbers of dtypes. */
const FLOAT = 1;
const DOUBLE = 2;
const STRING = 7;

/** Bins of a histogram, as Keras's. */
const BINS = 30;

const metadata = (plugin: string, dataClass: number, content?: Uint8Array): Message => {
  const data = new Message().text(1, plugin);
  if (content) data.bytes(2, content);
  return new Message().message(1, data).int(4, dataClass);
};

function shapeOf(shape: readonly number[]): Message {
  const message = new Message();
  for (const size of shape) message.message(2, new Message().int(1, size));
  return message;
}

const tensor = (dtype: number, shape: readonly number[]): Message =>
  new Message().int(1, dtype).message(2, shapeOf(shape));

const value = (tag: string, content: Message, description: Message): Message =>
  new Message().text(1, tag).message(8, content).message(9, description);

/** One number. */
export const scalarValue = (tag: string, x: number): Message =>
  value(tag, tensor(FLOAT, []).float(5, x), metadata('scalars', SCALAR));

/** Rows [left, right, count] of bins of one width; a constant has one bin of width 1 around it. */
export function histogramRows(numbers: ArrayLike<number>): number[][] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i] ?? Number.NaN;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (!(low <= high) || !Number.isFinite(high - low)) return [];
  if (low === high) return [[low - 0.5, high + 0.5, numbers.length]];
  const width = (high - low) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (let i = 0; i < numbers.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor(((numbers[i] ?? 0) - low) / width));
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, i) => [low + i * width, i === BINS - 1 ? high : low + (i + 1) * width, count]);
}

/** Bins of one width with their counts. */
export function binsValue(tag: string, low: number, high: number, counts: readonly number[]): Message {
  const width = (high - low) / counts.length;
  const rows = Number.isFinite(width) ? counts.map((count, i) => [low + i * width, low + (i + 1) * width, count]) : [];
  const content = tensor(DOUBLE, [rows.length, 3]);
  if (rows.length > 0) content.doubles(6, rows.flat());
  return value(tag, content, metadata('histograms', TENSOR));
}

/** How numbers are distributed; those that are not finite leave it empty. */
export function histogramValue(tag: string, numbers: ArrayLike<number>): Message {
  const rows = histogramRows(numbers);
  const content = tensor(DOUBLE, [rows.length, 3]);
  if (rows.length > 0) content.doubles(6, rows.flat());
  return value(tag, content, metadata('histograms', TENSOR));
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Text in Markdown. */
export const textValue = (tag: string, markdown: string): Message =>
  value(tag, tensor(STRING, [1]).bytes(8, bytesOf(markdown)), metadata('text', TENSOR));

/** A picture as PNG. */
export const imageValue = (tag: string, width: number, height: number, png: Uint8Array): Message =>
  value(
    tag,
    tensor(STRING, [3])
      .bytes(8, bytesOf(String(width)))
      .bytes(8, bytesOf(String(height)))
      .bytes(8, png),
    metadata('images', BLOBS),
  );

/** A model's layers, which TensorBoard draws as Keras's conceptual graph, from the model's JSON. */
export const modelValue = (json: string): Message =>
  value('keras', tensor(STRING, []).bytes(8, bytesOf(json)), metadata('graph_keras_model', BLOBS, bytesOf('1')));

/** What a hyperparameter can be. */
export type Hyperparameter = number | string | boolean;

/** google.protobuf.Value { number 2, string 3, bool 4 }. */
const protoValue = (x: Hyperparameter): Message =>
  typeof x === 'number'
    ? new Message().double(2, x)
    : typeof x === 'string'
      ? new Message().text(3, x)
      : new Message().int(4, x ? 1 : 0);

/**
 * The settings of a run, for TensorBoard's table: HParamsPluginData { session_start_info 3 { hparams 1: map, group_name
 * 4, start_time_secs 5 } }.
 */
export function hyperparametersValue(
  parameters: { readonly [name: string]: Hyperparameter },
  group: string,
  wallTime: number,
): Message {
  const session = new Message();
  for (const [name, x] of Object.entries(parameters))
    session.message(1, new Message().text(1, name).message(2, protoValue(x)));
  session.text(4, group).double(5, wallTime);
  const data = new Message().int(1, 0).message(3, session);
  const content = Uint8Array.from(data.pieces.flatMap((piece) => [...piece]));
  const plugin = new Message().message(1, new Message().text(1, 'hparams').bytes(2, content));
  return value('_hparams_/session_start_info', tensor(FLOAT, []).float(5, 0), plugin);
}
