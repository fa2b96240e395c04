import { FileError } from '../../support/file-error.ts';

type H5Library = typeof import('h5wasm');

/** libhdf5, compiled to WebAssembly, with a file system in memory: nothing in it can reach a disk. */
export interface Hdf5 {
  readonly File: H5Library['File'];
  readonly Group: H5Library['Group'];
  readonly fs: MemoryFs;
  /** Runs calls of the library; what it complains about on its error stream becomes an error. */
  guarded<T>(body: () => T): T;
}

/** What is used of the library's file system. */
interface MemoryFs {
  readFile(path: string): Uint8Array<ArrayBuffer>;
  unlink(path: string): void;
  getStreamChecked(fd: number): { stream_ops: object };
}

const STDERR = 2;

/** Documented global state: one instance serves all files, until one of them has broken it. */
let current: Promise<Hdf5> | undefined;
let instances = 0;

/** Loads the library at the first call. */
export function hdf5(): Promise<Hdf5> {
  current ??= start();
  return current;
}

/** The same module once more, with memory of its own: the address differs, so it is not the one loaded before. */
async function importFresh(instance: number): Promise<H5Library> {
  return import(/* @vite-ignore */ `${import.meta.resolve('h5wasm')}?instance=${instance}`);
}

async function start(): Promise<Hdf5> {
  const instance = instances++;
  const library = await (instance === 0 ? import('h5wasm') : importFresh(instance));
  const { FS } = await library.ready;
  const fs = FS as unknown as MemoryFs;
  let complaints = '';
  const text = new TextDecoder();
  const stream = fs.getStreamChecked(STDERR);
  stream.stream_ops = {
    ...stream.stream_ops,
    write: (_stream: unknown, buffer: Uint8Array, offset: number, length: number) => {
      complaints += text.decode(buffer.subarray(offset, offset + length).slice());
      return length;
    },
  };
  const guarded = <T>(body: () => T): T => {
    complaints = '';
    try {
      const result = body();
      if (complaints !== '') throw new FileError(`HDF5: ${innermost(complaints)}`);
      return result;
    } catch (error) {
      if (error instanceof FileError) throw error;
      // A trap leaves the library's memory as it happened to be.
      if (error instanceof WebAssembly.RuntimeError) current = undefined;
      const reason =
        complaints === '' ? (error instanceof Error ? error.message : String(error)) : innermost(complaints);
      throw new FileError(`HDF5: ${reason}`, { cause: error });
    }
  };
  return { File: library.File, Group: library.Group, fs, guarded };
}

/** The reason at the bottom of the library's error stack. */
function innermost(complaints: string): string {
  const reasons = [...complaints.matchAll(/ in \w+\(\): (.*)/g)];
  return reasons.at(-1)?.[1] ?? complaints.split('\n', 1)[0] ?? 'unknown error';
}
