/** The command was called wrongly, as opposed to a file that can't be used. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
