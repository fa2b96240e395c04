import { expect, test } from 'vitest';
import { globalSeedGenerator } from '../random/seed-generator.ts';
import { autoName } from '../support/naming.ts';
import { clearSession } from './clear-session.ts';

test('names count from the start, and the global generator is another', () => {
  autoName('Dense');
  const generator = globalSeedGenerator();
  expect(autoName('Dense')).not.toBe('dense');
  clearSession();
  expect(autoName('Dense')).toBe('dense');
  expect(globalSeedGenerator()).not.toBe(generator);
});
