import { FileError } from '../../../support/file-error.ts';
import type { Shape } from '../../../support/shape.ts';
import { FieldWriter } from './field-writer.ts';
import { MESSAGE } from './object-header.ts';
import { textType } from './write-datatype.ts';
import type { TextPlace } from './write-texts.ts';

/** A fact about a group or dataset, to be written. */
export interface NewMessage {
  readonly type: number;
  readonly content: Uint8Array;
}

const CONTIGUOUS = 1;
/** Lengths of messages have 16 bits, and are multiples of 8. */
const MAX_MESSAGE_BYTES = 65_528;

/** A shape (specification IV.A.2.b). */
const dataspace = (shape: Shape): Uint8Array =>
  new FieldWriter()
    .u8(1, shape.length, 0, 0, 0, 0, 0, 0)
    .u64(...shape)
    .finish();

/** The type of elements, their shape, and where they are in one piece; `address` is undefined when there are none. */
export const datasetMessages = (
  type: Uint8Array,
  shape: Shape,
  address: number | undefined,
  bytes: number,
): NewMessage[] => [
  { type: MESSAGE.dataspace, content: dataspace(shape) },
  { type: MESSAGE.datatype, content: type },
  // What h5py writes: space is taken late, and filled only where someone said with what.
  { type: MESSAGE.fillValue, content: Uint8Array.of(2, 2, 2, 1, 0, 0, 0, 0) },
  { type: MESSAGE.layout, content: new FieldWriter().u8(3, CONTIGUOUS).u64(address, bytes).finish() },
];

/** Where a group's tree and its heap of names are. */
export const groupMessage = (tree: number, heap: number): NewMessage => ({
  type: MESSAGE.symbolTable,
  content: new FieldWriter().u64(tree, heap).finish(),
});

/** An attribute: one text, or a list of them (version 1, specification IV.A.2.m). */
export function attributeMessage(
  name: string,
  texts: readonly { readonly length: number; readonly place: TextPlace }[],
  list: boolean,
): NewMessage {
  const label = new TextEncoder().encode(`${name}\0`);
  const type = textType();
  const space = dataspace(list ? [texts.length] : []);
  const message = new FieldWriter().u8(1, 0).u16(label.length, type.length, space.length);
  for (const part of [label, type, space]) message.put(part).pad();
  for (const { length, place } of texts) message.u32(length).u64(place.heap).u32(place.index);
  if (message.length > MAX_MESSAGE_BYTES)
    throw new FileError(`HDF5: attribute ${name} has ${texts.length} texts, more than fit into 64 KB`);
  return { type: MESSAGE.attribute, content: message.finish() };
}

/**
 * An object header of version 1.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.1.a
 */
export function writeHeader(out: FieldWriter, messages: readonly NewMessage[]): void {
  const body = new FieldWriter();
  for (const { type, content } of messages) {
    body.u16(type, content.length + (-content.length & 7)).zeros(4);
    body.put(content).pad();
  }
  out.u8(1, 0).u16(messages.length).u32(1, body.length).zeros(4).put(body.finish());
}
