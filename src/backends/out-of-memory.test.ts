import { describe, expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import { contractBackends } from './testing/backends.ts';
import { floats, programOf, runOn } from './testing/program-case.ts';

describe.each(contractBackends)('out of memory on $name', ({ backend }) => {
  const small = programOf({
    name: 'small',
    parameters: [floats([40, 50])],
    build: (x) => g.reduceSum(g.exp(x), [0]),
  });

  test('a buffer that is too large is an Error, and everything else goes on', () => {
    const [before] = runOn(backend, small);
    for (let i = 0; i < 3; i++) expect(() => backend.allocate(2 ** 30)).toThrow(RangeError);
    expect(() => backend.allocate(2 ** 40)).toThrow(
      /^Out of memory: the \w+ backend has at most 2048 MiB, of which \d+ MiB are in use\. Received: a request that needs \d+ MiB$/,
    );
    const [after] = runOn(backend, small);
    expect(after).toEqual(before);
    const buffer = backend.allocate(1000);
    buffer.fill(3, 'float32');
    expect(buffer.read('float32')[999]).toBe(3);
    buffer.free();
  });

  test('so is a program whose temporaries are too large: nothing has been overwritten', () => {
    const [a, b] = [g.parameter({}, [30_000, 8], 'float32'), g.parameter({}, [8, 30_000], 'float32')];
    const product = g.matmul(a, b);
    const result = g.reduceSum(g.matmul(product, g.exp(product)), [0, 1]);
    const executable = backend.compile({ parameters: [a, b], results: [result], overwrites: [null] });
    const buffers = [backend.allocate(240_000), backend.allocate(240_000), backend.allocate(1)] as const;
    const [left, right, out] = buffers;
    left.fill(1, 'float32');
    right.fill(1, 'float32');
    out.fill(7, 'float32');
    expect(() => executable.run([left, right], [out])).toThrow('Out of memory');
    expect(out.read('float32')[0]).toBe(7);
    runOn(backend, small);
    for (const buffer of buffers) buffer.free();
  });
});
