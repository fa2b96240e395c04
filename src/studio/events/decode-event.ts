import { MessageReader, wireTypes } from '../../support/protobuf-reader.ts';
import { columnsOf, type EventDelta, emptyDelta, type Hyperparameter, type ValueKind } from './event-delta.ts';
import { type Tag, TagTable } from './tag-table.ts';
import { loneFloat, readTensor } from './tensor-value.ts';

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
  // What a record without anything but one scalar has: its tag, and where the number is; -1 as long as there is none.
  #values = 0;
  #tag: Tag | null = null;
  #number = -1;

  /** What has come since the last call. */
  take(): EventDelta {
    const { delta } = this;
    this.delta = emptyDelta();
    this.tags.forgetColumns();
    return delta;
  }

  /**
   * Takes in a record that differs from an earlier one in its time, step and number alone.
   *
   * @param data a record's data lie from `start` to `end`
   * @param checksum of the data, as the file has it
   * @returns false, and nothing has happened, for all other records, and for those that are corrupt
   */
  decodeFamiliar(data: Uint8Array, view: DataView, start: number, end: number, checksum: number): boolean {
    const at = this.#timeAndStep(data, view, start, end);
    const tag = this.tags.alike(view, at, end);
    if (!tag?.form || tag.form.checksum(data, view, start, at) !== checksum) return false;
    this.tags.come(tag);
    this.#point(tag, view.getFloat32(at + tag.form.number, true));
    this.#seen();
    return true;
  }

  /**
   * Takes in any record.
   *
   * @param data a record's data lie from `start` to `end`
   * @param offset where `start` is in the file
   * @throws MalformedMessage
   */
  decode(data: Uint8Array, view: DataView, start: number, end: number, offset: number): void {
    this.#offset = offset;
    this.#length = end - start;
    const at = this.#timeAndStep(data, view, start, end);
    this.#values = 0;
    this.#number = -1;
    let fields = 0;
    // Time and step first: they belong to the summary, wherever they stand.
    for (const reader = new MessageReader(data, at, end); reader.next(); fields++) {
      if (reader.field === 1) this.#time = reader.double();
      else if (reader.field === 2) this.#step = reader.int();
    }
    for (const reader = new MessageReader(data, at, end); reader.next(); ) {
      if (reader.field === 5) this.#summary(reader.message(), view);
      else if (reader.field === 4) this.#locate('graph', 'graph');
    }
    const tag = fields === 1 && this.#values === 1 && this.#number >= 0 ? this.#tag : null;
    if (tag !== null && !tag.form?.matches(view, at, end)) this.tags.learn(tag, data.slice(at, end), this.#number - at);
    this.#seen();
  }

  /** Reads time and step where everybody writes them, at the beginning; returns where the rest begins. */
  #timeAndStep(data: Uint8Array, view: DataView, start: number, end: number): number {
    let at = start;
    this.#step = 0;
    this.#time = 0;
    if (end - at > 9 && data[at] === 0x09) {
      this.#time = view.getFloat64(at + 1, true);
      at += 9;
    }
    if (data[at] !== 0x10) return at;
    let step = 0;
    let scale = 1;
    for (let i = at + 1; i < end && scale < 2 ** 53; i++, scale *= 128) {
      const byte = data[i] as number;
      step += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#step = step;
        return i + 1;
      }
    }
    return at;
  }

  #seen(): void {
    const { delta } = this;
    if (!(this.#time > 0)) return;
    if (delta.firstTime === null || this.#time < delta.firstTime) delta.firstTime = this.#time;
    if (delta.lastTime === null || this.#time > delta.lastTime) delta.lastTime = this.#time;
  }

  #summary(summary: MessageReader, view: DataView): void {
    while (summary.next()) {
      this.#values++;
      if (summary.field === 1 && summary.wire === wireTypes.bytes) this.#value(summary.message(), view);
    }
  }

  #value(reader: MessageReader, view: DataView): void {
    let tag: Tag | null = null;
    let simple = -1;
    let form: Tag['kind'] = null;
    let tensor: MessageReader | null = null;
    let metadata: MessageReader | null = null;
    while (reader.next()) {
      if (reader.field === 1) tag = this.tags.find(reader.data, reader.at, reader.at + reader.length);
      else if (reader.field === 2) simple = reader.floatAt();
      else if (reader.field === 4) form = 'image';
      else if (reader.field === 5) form = 'histogram';
      else if (reader.field === 8) tensor = reader.message();
      else if (reader.field === 9) metadata = reader.message();
    }
    if (tag === null) return;
    const described = metadata === null ? null : pluginOf(metadata);
    if (tag.kind === null && described !== null) tag.kind = plugins[described.name] ?? 'other';
    const kind = simple >= 0 ? 'scalar' : (form ?? tag.kind ?? (tensor === null ? 'other' : 'scalar'));
    if (kind === 'hyperparameters') {
      if (described?.content) readHyperparameters(described.content, this.delta.hyperparameters);
    } else if (kind === 'scalar') this.#scalar(tag, simple, tensor, view);
    else if (kind !== 'other') this.#locate(kind, tag.name);
  }

  #scalar(tag: Tag, simple: number, tensor: MessageReader | null, view: DataView): void {
    this.#tag = tag;
    this.#number = simple >= 0 || tensor === null ? simple : loneFloat(tensor);
    const number = this.#number >= 0 ? view.getFloat32(this.#number, true) : tensor && readTensor(tensor).numbers[0];
    if (typeof number === 'number') this.#point(tag, number);
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
