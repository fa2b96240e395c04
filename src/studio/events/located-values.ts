import { open } from 'node:fs/promises';
import { maskedCrc32c } from '../../callbacks/tensorboard/crc32c.ts';
import { MalformedMessage, MessageReader } from '../../support/protobuf-reader.ts';
import type { Located } from './event-delta.ts';
import { readTensor } from './tensor-value.ts';

/** Bins as their borders (one more than there are counts, ascending) and their counts. */
export interface EventHistogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface EventImage {
  readonly width: number;
  readonly height: number;
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
  readonly bytes: Uint8Array;
}

/** Reads the record of a value again and finds the value in it; null when the file has changed since. */
async function valueAt(path: string, place: Located): Promise<MessageReader | null> {
  const bytes = new Uint8Array(place.length + 4);
  const file = await open(path, 'r');
  try {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, place.offset);
    if (bytesRead < bytes.length) return null;
  } finally {
    await file.close();
  }
  const checksum = new DataView(bytes.buffer).getUint32(place.length, true);
  if (maskedCrc32c(bytes, 0, place.length) !== checksum) return null;
  const event = new MessageReader(bytes, 0, place.length);
  while (event.next()) {
    if (event.field === 4 && place.kind === 'graph') return event.message();
    if (event.field !== 5) continue;
    const summary = event.message();
    while (summary.next()) {
      if (summary.field !== 1) continue;
      const value = summary.message();
      if (value.next() && value.field === 1 && value.text() === place.tag) return summary.message();
    }
  }
  return null;
}

/** A value's content: image 4, histo 5, tensor 8. */
const contents = [4, 5, 8];

/** Parses a value's content; null where there is none, or none of the kind that was expected. */
async function parsed<T>(
  path: string,
  place: Located,
  parse: (field: number, content: MessageReader) => T | null,
): Promise<T | null> {
  try {
    const value = await valueAt(path, place);
    while (value?.next()) if (contents.includes(value.field)) return parse(value.field, value.message());
    return null;
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

export const histogramAt = (path: string, place: Located): Promise<EventHistogram | null> =>
  parsed(path, place, (field, content) => (field === 5 ? protoHistogram(content) : tensorHistogram(content)));

/** Rows [left, right, count]. */
function tensorHistogram(message: MessageReader): EventHistogram | null {
  const { numbers } = readTensor(message);
  const rows = Array.from({ length: Math.floor(numbers.length / 3) }, (_, i) => numbers.slice(3 * i, 3 * i + 3));
  const [first] = rows;
  if (first === undefined) return null;
  return { edges: [first[0] ?? 0, ...rows.map(([, right = 0]) => right)], counts: rows.map(([, , n = 0]) => n) };
}

/** HistogramProto: min 1, max 2, bucket_limit 6, bucket 7; limits are right borders, the first bucket begins at min. */
function protoHistogram(message: MessageReader): EventHistogram | null {
  let low = 0;
  let high = 0;
  const limits: number[] = [];
  const counts: number[] = [];
  while (message.next()) {
    if (message.field === 1) low = message.double();
    else if (message.field === 2) high = message.double();
    else if (message.field === 6) message.doublesInto(limits);
    else if (message.field === 7) message.doublesInto(counts);
  }
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first < 0 || limits.length !== counts.length) return null;
  // Empty buckets at the ends reach as far as doubles do.
  const inner = limits.slice(first, last).map((limit) => Math.min(Math.max(limit, low), high));
  return { edges: [low, ...inner, high], counts: counts.slice(first, last + 1) };
}

const kinds = [
  { type: 'image/png', magic: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', magic: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', magic: [0x47, 0x49, 0x46, 0x38] },
] as const;

export const imageAt = (path: string, place: Located): Promise<EventImage | null> =>
  parsed(path, place, (field, content) => {
    const { width, height, bytes } = field === 4 ? protoImage(content) : tensorImage(content);
    const kind = kinds.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
    return kind === undefined ? null : { width, height, type: kind.type, bytes };
  });

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Image: height 1, width 2, encoded_image_string 4. */
function protoImage(message: MessageReader): Pixels {
  let [width, height, bytes] = [0, 0, new Uint8Array()];
  while (message.next()) {
    if (message.field === 1) height = message.int();
    else if (message.field === 2) width = message.int();
    else if (message.field === 4) bytes = message.bytes().slice();
  }
  return { width, height, bytes };
}

/** Strings: width, height, and pictures, of which the first is shown. */
function tensorImage(message: MessageReader): Pixels {
  const [width, height, bytes] = readTensor(message).strings;
  const number = (digits: Uint8Array | undefined) => Number(new TextDecoder().decode(digits ?? new Uint8Array()));
  return { width: number(width), height: number(height), bytes: bytes ?? new Uint8Array() };
}

/** The strings of a tensor, which is what texts and Keras's graph are. */
export const textAt = (path: string, place: Located): Promise<string | null> =>
  parsed(path, place, (field, content) =>
    field === 8
      ? readTensor(content)
          .strings.map((bytes) => new TextDecoder().decode(bytes))
          .join('\n\n')
      : null,
  );

/** A node of TensorFlow's GraphDef. */
export interface GraphDefNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
}

/** GraphDef { node 1 { name 1, op 2, input 3 } }, written as bytes in the event; at most `limit` nodes. */
export async function graphAt(path: string, place: Located, limit: number): Promise<GraphDefNode[]> {
  const nodes: GraphDefNode[] = [];
  try {
    const graph = await valueAt(path, place);
    while (graph?.next() && nodes.length < limit) if (graph.field === 1) nodes.push(graphNode(graph.message()));
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
  }
  return nodes;
}

function graphNode(message: MessageReader): GraphDefNode {
  let [name, op] = ['', ''];
  const inputs: string[] = [];
  while (message.next()) {
    if (message.field === 1) name = message.text();
    else if (message.field === 2) op = message.text();
    else if (message.field === 3) inputs.push(message.text());
  }
  return { name, op, inputs };
}
