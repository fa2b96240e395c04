import { hasFileSystem } from '../files/runtime.ts';

/** The polynomial of zip archives, reflected. */
const POLYNOMIAL = 0xedb88320;
const SLICES = 8;

function makeTables(): Int32Array {
  const tables = new Int32Array(256 * SLICES);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
    tables[i] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] ?? 0;
    tables[i] = (before >>> 8) ^ (tables[before & 0xff] ?? 0);
  }
  return tables;
}

let tables: Int32Array | undefined;

/** CRC-32, eight bytes at a time (Kounavis and Berry 2005): where the runtime has no function of its own. */
export function crc32InJavaScript(bytes: Uint8Array, before = 0): number {
  tables ??= makeTables();
  const t = tables;
  const at = (slice: number, byte: number): number => t[slice * 256 + (byte & 0xff)] ?? 0;
  let crc = ~before;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    const byte = (k: number): number => bytes[i + k] ?? 0;
    crc ^= byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
    crc =
      at(7, crc) ^
      at(6, crc >>> 8) ^
      at(5, crc >>> 16) ^
      at(4, crc >>> 24) ^
      at(3, byte(4)) ^
      at(2, byte(5)) ^
      at(1, byte(6)) ^
      at(0, byte(7));
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ at(0, crc ^ (bytes[i] ?? 0));
  return (crc ^ -1) >>> 0;
}

/** Continues a checksum with further bytes. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number;

/** The checksum of zip archives, by the runtime's own function where there is one. */
export async function crc32Function(): Promise<Crc32> {
  if (!hasFileSystem()) return crc32InJavaScript;
  // Node 20.15 and newer have it in C.
  const zlib: { readonly crc32?: Crc32 } = await import('node:zlib');
  return zlib.crc32 ?? crc32InJavaScript;
}
