import { badArgument } from '../../support/errors.ts';
import { checkCount } from './batch-source.ts';

/** After which epochs (from 0) to validate: every so many, or those of a list, both counted from 1. */
export function validatesAfter(frequency: number | readonly number[]): (epoch: number) => boolean {
  if (typeof frequency === 'number') {
    const every = checkCount('validationFreq', frequency) ?? 1;
    return (epoch) => (epoch + 1) % every === 0;
  }
  if (!Array.isArray(frequency) || !frequency.every((epoch) => Number.isInteger(epoch))) {
    throw badArgument('validationFreq', 'a number of epochs, or a list of epochs', frequency);
  }
  return (epoch) => frequency.includes(epoch + 1);
}
