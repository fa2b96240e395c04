import { DatasetError } from './dataset-error.ts';

/** A file that has homes on the network and contents that are known beforehand. */
export interface RemoteFile {
  readonly name: string;
  /** Where to get it, tried in this order. */
  readonly urls: readonly string[];
  /** SHA-256 of the contents, in hexadecimal. */
  readonly sha256: string;
}

/** Called whenever a part of a file has arrived. `total` is undefined when the server does not say. */
export type ReportProgress = (name: string, received: number, total: number | undefined) => void;

/** A download fails when nothing arrives for so long. */
const STALL_MILLISECONDS = 30_000;

/**
 * Fetches a file, checks its contents, and puts it in its place, all of it or nothing: it is written under another
 * name first, so that neither an interruption nor a second process leaves a damaged file.
 *
 * @throws DatasetError when no home delivers the file with the right contents; the message lists each attempt
 */
export async function download(file: RemoteFile, destination: string, report: ReportProgress): Promise<void> {
  const attempts: string[] = [];
  for (const url of file.urls) {
    try {
      const bytes = await fetchBytes(url, (received, total) => report(file.name, received, total));
      const sum = await sha256(bytes);
      if (sum !== file.sha256) throw new Error(`SHA-256 ${sum} instead of ${file.sha256}`);
      await writeAtomically(destination, bytes);
      return;
    } catch (error) {
      attempts.push(`${url}: ${reasonOf(error)}`);
    }
  }
  throw new DatasetError(`No home of ${file.name} delivered it. Received: ${attempts.join('; ')}`);
}

async function fetchBytes(url: string, report: (received: number, total: number | undefined) => void) {
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error(`nothing received for ${STALL_MILLISECONDS / 1000} seconds`));
  let timer = setTimeout(giveUp, STALL_MILLISECONDS);
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    const total = Number(response.headers.get('content-length')) || undefined;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, STALL_MILLISECONDS);
      chunks.push(chunk);
      received += chunk.length;
      report(received, total);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } finally {
    clearTimeout(timer);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function writeAtomically(destination: string, bytes: Uint8Array): Promise<void> {
  const [{ mkdir, rename, rm, writeFile }, { dirname }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
  ]);
  await mkdir(dirname(destination), { recursive: true });
  const temporary = `${destination}.part-${process.pid}`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, destination);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** `fetch` says only "fetch failed" and keeps the reason as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
