/** How a value stands in the address: a list of texts, empty when it is what it is anyway. */
export interface UrlFormat<T> {
  readonly parse: (texts: readonly string[]) => T;
  readonly write: (value: T) => readonly string[];
}

/** A text; `fallback` is left out of the address. */
export const textFormat = (fallback = ''): UrlFormat<string> => ({
  parse: ([text]) => text ?? fallback,
  write: (text) => (text === fallback ? [] : [text]),
});

/** One of several words; anything else is the first. */
export const wordFormat = <T extends string>(words: readonly [T, ...T[]]): UrlFormat<T> => ({
  parse: ([text]) => words.find((word) => word === text) ?? words[0],
  write: (word) => (word === words[0] ? [] : [word]),
});

/** A number in a range; anything else is `fallback`. */
export const numberFormat = (fallback: number, low: number, high: number): UrlFormat<number> => ({
  parse: ([text]) => {
    const value = text === undefined || text.trim() === '' ? fallback : Number(text);
    return value >= low && value <= high ? value : fallback;
  },
  write: (value) => (value === fallback ? [] : [String(value)]),
});

/** On or off; off is left out. */
export const flagFormat: UrlFormat<boolean> = { parse: ([text]) => text === '1', write: (on) => (on ? ['1'] : []) };

/** Two numbers, the first below the second; anything else is null. */
export const rangeFormat: UrlFormat<readonly [from: number, to: number] | null> = {
  parse: ([text]) => {
    const [from, to, ...more] = (text ?? '').split('~').map((part) => (part === '' ? Number.NaN : Number(part)));
    return from !== undefined && to !== undefined && from < to && more.length === 0 ? [from, to] : null;
  },
  write: (range) => (range === null ? [] : [range.map((x) => Number(x.toPrecision(7))).join('~')]),
};

/** A list of texts; null when the address has none, and one empty text for an empty list. */
export const listFormat: UrlFormat<readonly string[] | null> = {
  parse: (texts) => (texts.length === 0 ? null : texts.filter((text) => text !== '')),
  write: (list) => (list === null ? [] : list.length === 0 ? [''] : list),
};
