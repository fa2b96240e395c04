/** The punctuation that is taken out of text, as Keras has it. */
const PUNCTUATION = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

export type Standardize = 'lower_and_strip_punctuation' | 'lower' | 'strip_punctuation';

/** Text in the form in which it is split. */
export function standardized(text: string, how: Standardize | null): string {
  switch (how) {
    case 'lower_and_strip_punctuation':
      return text.toLowerCase().replace(PUNCTUATION, '');
    case 'lower':
      return text.toLowerCase();
    case 'strip_punctuation':
      return text.replace(PUNCTUATION, '');
    case null:
      return text;
  }
}

/** The words, or the characters, of a text; null for the text as it is. */
export function splitText(text: string, how: 'whitespace' | 'character' | null): string[] {
  if (how === null) return [text];
  if (how === 'character') return [...text];
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Runs of words joined by spaces, for each of several lengths. */
export function ngramsOf(words: readonly string[], lengths: readonly number[]): string[] {
  return lengths.flatMap((n) =>
    Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) => words.slice(i, i + n).join(' ')),
  );
}
