import { messageOf } from './message-of.ts';

/**
 * A file cannot be read or written: it is damaged, no file of that kind, holds something that is refused, or does not fit
 * the model. What caused it is in `cause`. The model and the file are as they were before.
 *
 * @see Keratin's own; where Keras raises ValueError, or what the file libraries raise
 *
 * @example
 * ```ts
 * import { FileError, models } from 'keratin';
 * const loading = models.loadModel(Uint8Array.of(1, 2, 3));
 * console.log(await loading.catch((error) => error instanceof FileError)); // => true
 * ```
 */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** What went wrong with a file, in one error that says what was being done. */
export function asFileError(doing: string, error: unknown): FileError {
  const reason = messageOf(error);
  return new FileError(`${doing}: ${reason}`, { cause: error });
}
