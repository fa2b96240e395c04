import { FileError } from '../file-error.ts';

/** Asks for the file at an address. */
export async function fetchFile(address: string | URL): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new FileError(`${address} cannot be fetched: HTTP status ${response.status}`);
  return response;
}
