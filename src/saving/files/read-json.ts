import { FileError } from '../../support/file-error.ts';
import { messageOf } from '../../support/message-of.ts';

const MAX_BYTES = 64 * 1024 ** 2;
const MAX_DEPTH = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How deeply lists and objects are nested in JSON text. */
function depthOf(text: Uint8Array): number {
  let [depth, deepest] = [0, 0];
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return deepest;
}

/** Refuses keys that would change what an object is, when somebody copies it key by key. */
function refusePrototypes(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) throw new FileError(`${name} has a key "__proto__", which is refused`);
  for (const item of Object.values(value)) refusePrototypes(name, item);
}

/**
 * Reads JSON that somebody else has written.
 *
 * @param name what it is called in messages
 * @throws FileError when it is no JSON, or too long or too deep for what it is meant for
 */
export function readJson(name: string, bytes: Uint8Array): unknown {
  if (bytes.length > MAX_BYTES) throw new FileError(`${name} has ${bytes.length} bytes, more than ${MAX_BYTES}`);
  if (depthOf(bytes) > MAX_DEPTH) throw new FileError(`${name} is nested more than ${MAX_DEPTH} levels deep`);
  let value: unknown;
  try {
    // A copy, because shared memory can't be decoded; fatal, because other text would be guesswork.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice()));
  } catch (error) {
    throw new FileError(`${name} is no JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
  refusePrototypes(name, value);
  return value;
}
