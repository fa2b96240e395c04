import type { Part } from '../protocol/index.ts';
import { badRequest } from './http-error.ts';

/** Reads the parameters of a question, and refuses what isn't of their kind. */
export class Query {
  readonly #given: URLSearchParams;

  constructor(given: URLSearchParams) {
    this.#given = given;
  }

  text(name: string): string {
    const value = this.#given.get(name);
    if (value === null || value === '') throw badRequest(`\`${name}\` is missing.`);
    return value;
  }

  list(name: string): string[] {
    return this.#given.getAll(name);
  }

  /** A number from `least` to `most`; null where it isn't given. */
  number(name: string, least: number, most: number): number | null {
    const text = this.#given.get(name);
    if (text === null) return null;
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw badRequest(`\`${name}\` must be a number from ${least} to ${most}. Received: ${text.slice(0, 80)}`);
    return value;
  }

  /** A whole number; the default where it isn't given. */
  count(name: string, least: number, most: number, otherwise: number): number {
    const value = this.number(name, least, most) ?? otherwise;
    if (!Number.isInteger(value)) throw badRequest(`\`${name}\` must be a whole number. Received: ${value}`);
    return value;
  }

  part(): Part | null {
    const value = this.#given.get('part');
    if (value === null) return null;
    if (value !== 'train' && value !== 'validation' && value !== '')
      throw badRequest(`\`part\` must be 'train', 'validation' or empty. Received: ${value.slice(0, 80)}`);
    return value;
  }
}
