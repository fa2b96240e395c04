import { FieldWriter } from './field-writer.ts';

/** Where a text is: the address of a heap, and its number there. */
export interface TextPlace {
  readonly heap: number;
  readonly index: number;
}

/** Numbers have 16 bits, and 0 is what is free. */
const MAX_TEXTS = 65_535;
/** libhdf5 refuses smaller heaps. */
const LEAST_BYTES = 4096;
const HEAD_BYTES = 16;

/**
 * Writes texts into global heaps.
 *
 * Source: HDF5 File Format Specification 3.0, III.E
 *
 * @param address where the heaps will be in the file
 */
export function writeTexts(
  texts: readonly Uint8Array[],
  address: number,
): { readonly bytes: Uint8Array; readonly places: readonly TextPlace[] } {
  const all = new FieldWriter();
  const places: TextPlace[] = [];
  for (let from = 0; from < texts.length; from += MAX_TEXTS) {
    const heap = address + all.length;
    const objects = new FieldWriter();
    texts.slice(from, from + MAX_TEXTS).forEach((text, i) => {
      objects
        .u16(i + 1, 0)
        .zeros(4)
        .u64(text.length)
        .put(text)
        .pad();
      places.push({ heap, index: i + 1 });
    });
    const free = LEAST_BYTES - HEAD_BYTES - objects.length;
    // Free space is an object, too, whose size counts its own head.
    if (free >= HEAD_BYTES)
      objects
        .zeros(8)
        .u64(free)
        .zeros(free - HEAD_BYTES);
    else objects.zeros(Math.max(0, free));
    const content = objects.finish();
    all
      .text('GCOL')
      .u8(1)
      .zeros(3)
      .u64(HEAD_BYTES + content.length)
      .put(content);
  }
  return { bytes: all.finish(), places };
}
