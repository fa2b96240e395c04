import { DatasetError } from './dataset-error.ts';

/** Reads a file that is shipped beside the code: from disk in Node, over the network in a browser. */
export async function readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return new Uint8Array(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok)
    throw new DatasetError(`${url} must be served beside the code. Received: HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
