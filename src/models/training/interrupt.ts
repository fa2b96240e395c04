/**
 * Listens for Ctrl-C (in Node): the first one calls `stop`, a second one does what it would do without a listener.
 *
 * @returns stops listening
 */
export function onInterrupt(stop: () => void): () => void {
  if (typeof process === 'undefined' || typeof process.once !== 'function') return () => {};
  process.once('SIGINT', stop);
  return () => process.removeListener('SIGINT', stop);
}
