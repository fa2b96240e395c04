import { MalformedMessage, MessageReader, wireTypes } from '../../support/protobuf-reader.ts';
import { columnsOf, type EventDelta, emptyDelta, type Hyperparameter, type ValueKind } from './event-delta.ts';
import { type Tag, TagTable } from './tag-table.ts';
import { readTensor } from './tensor-value.ts';

/*
 * Fields, from tensorboard/compat/proto/{event,summary,tensor}.proto:
 * Event: wall_time 1 (double), step 2, graph_def 4 (bytes), summary 5.
 * Summary.Value: tag 1, simple_value 2 (float), image 4, histo 5, tensor 8, metadata 9.
 */

/** What plugins call their values. */
const plugins: Readonly<Record<string, NonNullable<Tag['kind']>>> = {
  scalars: 'scalar',
  histograms: 'histogram',
  images: 'image',
  text: 'text',
  graph_keras_model: 'keras-graph',
  hparams: 'hyperparameters',
};

/** Takes events of one file in: scalars go to columns, other values are noted with their places. */
export class EventDecoder {
  readonly tags = new TagTable();
  delta: EventDelta = emptyDelta();
  // Of the record that is being read.
  #step = 0;
  #time = 0;
  #offset = 0;
  #length = 0;

  /** What has come since the last call. */
  take(): EventDelta {
    const { delta } = this;
    this.delta = emptyDelta();
    this.tags.forgetColumns();
    return delta;
  }

  /**
   * @param data a record's data lie from `start` to `end`
   * @param offset where `start` is in the file
   * @throws MalformedMessage
   */
  decode(data: Uint8Array, view: DataView, start: number, end: number, offset: number): void {
    let at = start;
    this.#step = 0;
    this.#time = 0;
    this.#offset = offset;
    this.#length = end - start;
    // The order in which everybody writes: wall_time, step, summary. The rest goes the general way.
    if (end - at > 9 && data[at] === 0x09) {
      this.#time = view.getFloat64(at + 1, true);
      at += 9;
    }
    if (data[at] === 0x10) {
      let scale = 1;
      let byte = 0x80;
      for (at++; byte >= 0x80 && at < end && scale < 2 ** 53; at++, scale *= 128) {
        byte = data[at] ?? 0;
        this.#step += (byte & 0x7f) * scale;
      }
      if (byte >= 0x80) throw new MalformedMessage('a step without an end');
    }
    if (this.#loneScalar(data, view, at, end)) {
      this.#seen();
      return;
    }
    const reader = new MessageReader(data, at, end);
    while (reader.next()) {
      if (reader.field === 5) this.#summary(reader.message(), view);
      else if (reader.field === 1) this.#time = reader.double();
      else if (reader.field === 2) this.#step = reader.int();
      else if (reader.field === 4) this.#locate('graph', 'graph');
    }
    this.#seen();
  }

  #seen(): void {
    const { delta } = this;
    if (!(this.#time > 0)) return;
    if (delta.firstTime === null || this.#time < delta.firstTime) delta.firstTime = this.#time;
    if (delta.lastTime === null || this.#time > delta.lastTime) delta.lastTime = this.#time;
  }

  /** Takes in a summary that holds one plain scalar and fills the rest of the event; false when there is more. */
  #loneScalar(data: Uint8Array, view: DataView, at: number, end: number): boolean {
    const summary = at + 2;
    const value = summary + 2;
    return (
      data[at] === 0x2a &&
      summary + (data[at + 1] as number) === end &&
      data[summary] === 0x0a &&
      value + (data[summary + 1] as number) === end &&
      this.#plainScalar(data, view, value, end)
    );
  }

  #summary(summary: MessageReader, view: DataView): void {
    while (summary.next()) {
      if (summary.field !== 1 || summary.wire !== wireTypes.bytes) continue;
      const end = summary.at + summary.length;
      if (!this.#plainScalar(summary.data, view, summary.at, end)) this.#value(summary.message());
    }
  }

  /** Takes in a value that is nothing but a tag and a number, as nearly all are; false when it is more. */
  #plainScalar(data: Uint8Array, view: DataView, start: number, end: number): boolean {
    const nameLength = data[start + 1] ?? 0;
    if (data[start] !== 0x0a || nameLength >= 0x80) return false;
    const at = start + 2 + nameLength;
    if (data[at] === 0x15 && at + 5 === end) {
      this.#point(this.tags.find(data, start + 2, at), view.getFloat32(at + 1, true));
      return true;
    }
    // TensorProto { dtype: FLOAT, shape: {}, float_val: [x] }, as Keras writes scalars from the second one on.
    const tensor = at + 2;
    if (data[at] !== 0x42 || tensor + (data[at + 1] ?? 0) !== end || data[tensor] !== 0x08 || data[tensor + 1] !== 1)
      return false;
    const shape = tensor + 2;
    if (data[shape] !== 0x12 || data[shape + 1] !== 0) return false;
    const number = data[shape + 2] === 0x2a && data[shape + 3] === 4 ? shape + 4 : shape + 3;
    if ((number === shape + 3 && data[shape + 2] !== 0x2d) || number + 4 !== end) return false;
    this.#point(this.tags.find(data, start + 2, at), view.getFloat32(number, true));
    return true;
  }

  #value(reader: MessageReader): void {
    let tag: Tag | null = null;
    let simple: number | null = null;
    let form: Tag['kind'] = null;
    let tensor: MessageReader | null = null;
    let metadata: MessageReader | null = null;
    while (reader.next()) {
      if (reader.field === 1) tag = this.tags.find(reader.data, reader.at, reader.at + reader.length);
      else if (reader.field === 2) simple = reader.float();
      else if (reader.field === 4) form = 'image';
      else if (reader.field === 5) form = 'histogram';
      else if (reader.field === 8) tensor = reader.message();
      else if (reader.field === 9) metadata = reader.message();
    }
    if (tag === null) return;
    const described = metadata === null ? null : pluginOf(metadata);
    if (tag.kind === null && described !== null) tag.kind = plugins[described.name] ?? 'other';
    if (simple !== null) {
      this.#point(tag, simple);
      return;
    }
    const kind = form ?? tag.kind ?? (tensor === null ? 'other' : 'scalar');
    if (kind === 'hyperparameters') {
      if (described?.content) readHyperparameters(described.content, this.delta.hyperparameters);
    } else if (kind === 'scalar') {
      const number = tensor === null ? undefined : readTensor(tensor).numbers[0];
      if (number !== undefined) this.#point(tag, number);
    } else if (kind !== 'other') this.#locate(kind, tag.name);
  }

  #point(tag: Tag, value: number): void {
    tag.kind ??= 'scalar';
    tag.columns ??= columnsOf(this.delta, tag.name);
    tag.columns.push(this.#step, this.#time, value);
  }

  #locate(kind: ValueKind, tag: string): void {
    const place = { offset: this.#offset, length: this.#length };
    this.delta.located.push({ kind, tag, step: this.#step, wallTime: this.#time, ...place });
  }
}

/** SummaryMetadata { plugin_data 1 { plugin_name 1, content 2 } }. */
function pluginOf(metadata: MessageReader): { readonly name: string; readonly content: MessageReader | null } | null {
  while (metadata.next()) {
    if (metadata.field !== 1) continue;
    const plugin = metadata.message();
    let name = '';
    let content: MessageReader | null = null;
    while (plugin.next()) {
      if (plugin.field === 1) name = plugin.text();
      else if (plugin.field === 2) content = plugin.message();
    }
    return { name, content };
  }
  return null;
}

/** HParamsPluginData { session_start_info 3 { hparams 1: map of google.protobuf.Value } }. */
function readHyperparameters(data: MessageReader, into: { [name: string]: Hyperparameter }): void {
  while (data.next()) {
    if (data.field !== 3) continue;
    const session = data.message();
    while (session.next()) {
      if (session.field !== 1) continue;
      const entry = session.message();
      let name = '';
      let value: Hyperparameter | null = null;
      while (entry.next()) {
        if (entry.field === 1) name = entry.text();
        else if (entry.field === 2) value = valueOf(entry.message());
      }
      if (name !== '' && value !== null) into[name] = value;
    }
  }
}

/** google.protobuf.Value { number 2, string 3, bool 4 }. */
function valueOf(value: MessageReader): Hyperparameter | null {
  while (value.next()) {
    if (value.field === 2) return value.double();
    if (value.field === 3) return value.text();
    if (value.field === 4) return value.int() !== 0;
  }
  return null;
}
