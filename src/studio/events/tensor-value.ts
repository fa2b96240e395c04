import { MessageReader, wireTypes } from '../../support/protobuf-reader.ts';

/** A TensorProto as far as summaries have them. */
export interface TensorValue {
  readonly shape: readonly number[];
  /** Of numeric tensors. */
  readonly numbers: readonly number[];
  /** Of tensors of strings; views on the message. */
  readonly strings: readonly Uint8Array[];
}

/** TensorFlow's numbers of dtypes. */
const dtypes = { float: 1, double: 2, int32: 3, int64: 9 } as const;

/**
 * TensorProto: dtype 1, tensor_shape 2 { dim 2 { size 1 } }, tensor_content 4, float_val 5, double_val 6, int_val 7,
 * string_val 8, int64_val 10.
 */
export function readTensor(message: MessageReader): TensorValue {
  const shape: number[] = [];
  const numbers: number[] = [];
  const strings: Uint8Array[] = [];
  let dtype: number = dtypes.float;
  while (message.next()) {
    if (message.field === 1) dtype = message.int();
    else if (message.field === 2) readShape(message.message(), shape);
    else if (message.field === 4) readContent(message.bytes(), dtype, numbers);
    else if (message.field === 5) message.floatsInto(numbers);
    else if (message.field === 6) message.doublesInto(numbers);
    else if (message.field === 7 || message.field === 10) message.intsInto(numbers);
    else if (message.field === 8) strings.push(message.bytes());
  }
  return { shape, numbers, strings };
}

function readShape(shape: MessageReader, into: number[]): void {
  while (shape.next()) {
    if (shape.field !== 2) continue;
    const dim = shape.message();
    let size = 0;
    while (dim.next()) if (dim.field === 1) size = dim.int();
    into.push(size);
  }
}

/** Elements little-endian, one behind the other. */
function readContent(bytes: Uint8Array, dtype: number, into: number[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const each = (size: number, read: (at: number) => number): void => {
    for (let at = 0; at + size <= bytes.length; at += size) into.push(read(at));
  };
  if (dtype === dtypes.float) each(4, (at) => view.getFloat32(at, true));
  else if (dtype === dtypes.double) each(8, (at) => view.getFloat64(at, true));
  else if (dtype === dtypes.int32) each(4, (at) => view.getInt32(at, true));
  else if (dtype === dtypes.int64) each(8, (at) => Number(view.getBigInt64(at, true)));
}

/** Where the number of a tensor of a single float32 begins; -1 for all other tensors. */
export function loneFloat({ data, at, end }: MessageReader): number {
  const message = new MessageReader(data, at, end);
  let dtype: number = dtypes.float;
  let place = -1;
  while (message.next()) {
    const { field, wire, length } = message;
    const single = field === 5 && wire === wireTypes.fixed32;
    const packed = (field === 4 || field === 5) && wire === wireTypes.bytes && length === 4;
    if (field === 1) dtype = message.int();
    else if ((single || packed) && place < 0) place = message.at;
    else if (field !== 2) return -1;
  }
  return dtype === dtypes.float ? place : -1;
}
