/** Data that can't be read as what they should be: a missing file, a broken row, an unknown format. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
