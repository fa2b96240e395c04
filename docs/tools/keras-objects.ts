/** Keras's public objects, as `keras-signatures.json` lists them. */

import { readFileSync } from 'node:fs';

/** One public object of Keras. */
export interface KerasObject {
  readonly path: string;
  readonly aliases: readonly string[];
  /** Names of its parameters with a default: the others are positional, whatever their name. */
  readonly parameters: readonly string[];
}

/** Splits a Python signature at commas that are outside of brackets and quotes. */
function splitSignature(signature: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let current = '';
  for (const character of signature) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (character === ',' && depth === 0 && quote === '') {
      parts.push(current.trim());
      current = '';
    } else current += character;
  }
  return [...parts, current.trim()].filter((part) => part !== '');
}

interface Entry {
  /** Missing for what takes nothing. */
  readonly signature?: string | null;
  readonly also?: readonly string[];
}

/** Reads the list. */
export function readKerasObjects(file: string): KerasObject[] {
  const entries: Record<string, Entry> = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(entries).map(([path, { signature, also = [] }]) => ({
    path,
    aliases: also,
    parameters: splitSignature(signature ?? '')
      .filter((part) => part.includes('='))
      .map((part) => part.replace(/[=:].*$/s, '').trim()),
  }));
}
