import { writeFileAtomically } from '../support/files/write-file.ts';
import { DatasetError } from './dataset-error.ts';
import type { FileHash } from './file-hash.ts';

/** A file that has homes on the network, and contents that may be known beforehand. */
export interface RemoteFile {
  readonly name: string;
  /** Where to get it, tried in this order. */
  readonly urls: readonly string[];
  /** What it must hold; null when nothing is known of it. */
  readonly hash: FileHash | null;
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
  const [{ mkdir }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  await mkdir(dirname(destination), { recursive: true });
  const attempts: string[] = [];
  for (const url of file.urls) {
    try {
      await fetchTo(destination, url, file, report);
      return;
    } catch (error) {
      attempts.push(`${url}: ${reasonOf(error)}`);
    }
  }
  throw new DatasetError(`No home of ${file.name} delivered it. Received: ${attempts.join('; ')}`);
}

async function fetchTo(destination: string, url: string, file: RemoteFile, report: ReportProgress): Promise<void> {
  const { createHash } = await import('node:crypto');
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error(`nothing received for ${STALL_MILLISECONDS / 1000} seconds`));
  let timer = setTimeout(giveUp, STALL_MILLISECONDS);
  try {
    const response = await fetch(url, { signal: stalled.signal });
    const { body } = response;
    if (!response.ok || body === null) throw new Error(`HTTP status ${response.status}`);
    const total = Number(response.headers.get('content-length')) || undefined;
    await writeFileAtomically(destination, { overwrite: true }, async (write) => {
      const hash = createHash(file.hash?.algorithm ?? 'sha256');
      let received = 0;
      for await (const chunk of body) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, STALL_MILLISECONDS);
        hash.update(chunk);
        await write(chunk);
        received += chunk.length;
        report(file.name, received, total);
      }
      const digest = hash.digest('hex');
      if (file.hash !== null && digest !== file.hash.digest)
        throw new Error(`${NAMES[file.hash.algorithm]} ${digest} instead of ${file.hash.digest}`);
    });
  } finally {
    clearTimeout(timer);
  }
}

const NAMES = { md5: 'MD5', sha256: 'SHA-256' } as const;

/** `fetch` says only "fetch failed" and keeps the reason as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
