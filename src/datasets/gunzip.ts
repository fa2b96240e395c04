import { DatasetError } from './dataset-error.ts';

/** Decompresses gzip data with what every runtime has built in. `name` is what an error calls the data. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new DatasetError(
      `${name} must be a complete gzip file; remove it to have it fetched again. Received: ${bytes.length} bytes that do not decompress`,
      { cause },
    );
  }
}
