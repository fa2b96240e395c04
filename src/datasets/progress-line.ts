import type { ReportProgress } from './download.ts';

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/**
 * Says on standard error how far a download is: one live line on a terminal; elsewhere one line a file, when it
 * starts.
 */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ReportProgress {
  let current = '';
  return (name, received, total) => {
    const begins = name !== current;
    current = name;
    if (!stream.isTTY) {
      if (begins) stream.write(`Downloading ${name}${total === undefined ? '' : ` (${megabytes(total)} MB)`}\n`);
      return;
    }
    const of = total === undefined ? '' : ` of ${megabytes(total)}`;
    stream.write(`\rDownloading ${name}: ${megabytes(received)}${of} MB${received === total ? '\n' : ''}`);
  };
}
