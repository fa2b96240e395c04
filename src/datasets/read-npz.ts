import { openSource } from '../support/files/byte-source.ts';
import { readNpy } from '../support/files/npy.ts';
import { messageOf } from '../support/message-of.ts';
import { readZip } from '../support/zip/read-zip.ts';
import { DatasetError } from './dataset-error.ts';
import { unpickleLists } from './unpickle-lists.ts';

/** An array of numbers, or lists of integers that differ in length. */
export interface NpzMember {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  /** The lists of an array of objects; undefined for an array of numbers. */
  readonly lists: number[][] | undefined;
}

/** Where the content begins, of an array of objects in one dimension; undefined for others. */
function startOfObjects(bytes: Uint8Array): number | undefined {
  const long = (bytes[6] ?? 1) > 1;
  const start = long ? 12 : 10;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.slice(start, end));
  return /'descr':\s*'\|O'/.test(header) ? end : undefined;
}

function readMember(bytes: Uint8Array): NpzMember {
  const start = bytes.length < 12 ? undefined : startOfObjects(bytes);
  if (start === undefined) return { ...readNpy(bytes), lists: undefined };
  const lists = unpickleLists(bytes, start);
  return { values: [], shape: [lists.length], lists };
}

/**
 * The arrays of a NumPy archive that a data set is kept in.
 *
 * @throws DatasetError when it is damaged, holds anything but numbers and lists of integers, or lacks one of the names
 */
export async function readNpz<Name extends string>(
  path: string,
  names: readonly Name[],
): Promise<Readonly<Record<Name, NpzMember>>> {
  const source = await openSource(path);
  try {
    const entries = await readZip(source);
    const found: [Name, NpzMember][] = [];
    for (const name of names) {
      const entry = entries.get(`${name}.npy`);
      if (entry === undefined) throw new DatasetError(`there is no array ${JSON.stringify(name)}`);
      found.push([name, readMember(await entry.read())]);
    }
    return Object.fromEntries(found) as Record<Name, NpzMember>;
  } catch (cause) {
    const reason = messageOf(cause);
    throw new DatasetError(`${path} must be an .npz archive with ${names.join(', ')}. Received: ${reason}`, { cause });
  } finally {
    await source.close();
  }
}
