/** A dataset's files are missing, damaged, or can't be fetched. The message says which file, and what to do. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}
