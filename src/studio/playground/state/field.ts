import { nearest } from '../../../support/errors.ts';

/** One setting of the playground: what values it takes, how they are written in a link, and which one is standard. */
export interface Field<T> {
  readonly label: string;
  readonly standard: T;
  /** What values are allowed, for messages: "a whole number from 1 to 20". */
  readonly expected: string;
  /** The value that a text stands for; undefined where it stands for none. */
  parse(text: string): T | undefined;
  format(value: T): string;
  /** The value as people read it. */
  show(value: T): string;
}

/** A setting that is one of several names, each with the words that the page shows. */
export interface ChoiceField<T extends string> extends Field<T> {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<T, string>>;
}

export interface NumberField extends Field<number> {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  /** The values that a control steps through; others may be typed, or come from a link or a remedy. */
  readonly stops: readonly number[];
}

export interface FlagField extends Field<boolean> {
  readonly kind: 'flag';
}

/** A setting with names; each name has the words that the page shows. */
export function choice<T extends string>(
  label: string,
  choices: Readonly<Record<T, string>>,
  standard: NoInfer<T>,
): ChoiceField<T> {
  const names = Object.keys(choices);
  const isChoice = (text: string): text is T => Object.hasOwn(choices, text);
  return {
    kind: 'choice',
    label,
    choices,
    standard,
    expected: `one of ${names.join(', ')}`,
    parse: (text) => (isChoice(text) ? text : undefined),
    format: (value) => value,
    show: (value) => choices[value],
  };
}

interface NumberOptions {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly stops: readonly number[];
}

export function number(
  label: string,
  standard: number,
  { min, max, whole = false, stops }: NumberOptions,
): NumberField {
  return {
    kind: 'number',
    label,
    min,
    max,
    stops,
    standard,
    expected: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    parse(text) {
      // Number('') is 0, and Number('0x10') 16: only decimal numbers are taken.
      const value = /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined;
    },
    format: String,
    show: String,
  };
}

export function flag(label: string, standard: boolean): FlagField {
  return {
    kind: 'flag',
    label,
    standard,
    expected: 'yes or no',
    parse: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined),
    format: (value) => (value ? 'yes' : 'no'),
    show: (value) => (value ? 'yes' : 'no'),
  };
}

/** Says of a text that a field doesn't take what it would take, with the nearest of its names. */
export function refusal<T>(field: Field<T>, name: string, text: string): string {
  const [, names] = /^one of (.*)$/.exec(field.expected) ?? [];
  const near = names === undefined ? undefined : nearest(text, names.split(', '));
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `${name} must be ${field.expected}.${hint} The link says ${JSON.stringify(text.slice(0, 40))}; ${field.format(field.standard)} is used.`;
}
