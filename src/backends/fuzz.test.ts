import { expect, test } from 'vitest';
import { contractBackends } from './testing/backends.ts';
import { fuzz } from './testing/fuzz.ts';

test.each(contractBackends)(
  '$name comes back from random programs, whatever bits they work on',
  async ({ backend }) => {
    expect(await fuzz(backend, 200, 77)).toEqual([]);
  },
  60_000,
);
