import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setRandomSeed } from '../utils/set-random-seed.ts';
import { Dataset } from './dataset.ts';

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 1));
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('Dataset', () => {
  it('reads nothing before someone iterates, and begins anew in every pass', async () => {
    let opened = 0;
    const numbers = Dataset.fromIterable(function* () {
      opened++;
      yield* [1, 2, 3];
    }).map((x) => x * 10);
    expect(opened).toBe(0);
    expect(await numbers.toArray()).toEqual([10, 20, 30]);
    expect(await numbers.toArray()).toEqual([10, 20, 30]);
    expect(opened).toBe(2);
  });

  it('maps, filters, takes, skips and repeats as lists do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 30 }),
        fc.nat(35),
        fc.nat(35),
        fc.nat(3),
        fc.boolean(),
        async (list, take, skip, repeat, asynchronous) => {
          const double = (x: number) => (asynchronous ? Promise.resolve(2 * x) : 2 * x);
          const wanted = Array.from({ length: repeat }, () => list.map((x) => 2 * x).filter((x) => x > 0))
            .flat()
            .slice(skip)
            .slice(0, take);
          const dataset = Dataset.fromIterable(list)
            .map(double)
            .filter((x) => x > 0)
            .repeat(repeat)
            .skip(skip)
            .take(take);
          expect(await dataset.toArray()).toEqual(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('knows how many elements it has where that can be known', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(20),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (n, size, shift, stride, dropRemainder) => {
          const windows = Dataset.range(n).window(size, { shift, stride, dropRemainder });
          expect((await windows.toArray()).length).toBe(windows.cardinality);
        },
      ),
    );
    expect(Dataset.range(5).repeat().cardinality).toBe(Infinity);
    expect(Dataset.range(5).filter(() => true).cardinality).toBeNull();
    expect(Dataset.range(5).repeat().take(12).cardinality).toBe(12);
  });

  it('makes windows that overlap, with gaps inside and between', async () => {
    expect(await Dataset.range(5).window(3, { shift: 1, dropRemainder: true }).toArray()).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    expect(await Dataset.range(7).window(2, { shift: 3, stride: 2 }).toArray()).toEqual([[0, 2], [3, 5], [6]]);
    expect(await Dataset.range(7).window(2, { shift: 4 }).toArray()).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  it('batches numbers, arrays, strings and structures of them', async () => {
    const samples = [
      { image: { data: Uint8Array.of(1, 2), shape: [2] }, label: 7, name: 'a' },
      { image: { data: Uint8Array.of(3, 4), shape: [2] }, label: 8, name: 'b' },
      { image: { data: Uint8Array.of(5, 6), shape: [2] }, label: 9, name: 'c' },
    ];
    const [first, second] = await Dataset.fromIterable(samples).batch(2).toArray();
    expect(first).toEqual({
      image: { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] },
      label: { data: Float32Array.of(7, 8), shape: [2] },
      name: ['a', 'b'],
    });
    expect(second?.image.shape).toEqual([1, 2]);
    expect(await Dataset.range(5).batch(2, { dropRemainder: true }).toArray()).toHaveLength(2);
  });

  it('takes typed arrays alone as arrays of one axis', async () => {
    const samples: [Float64Array, Uint8Array][] = [
      [Float64Array.of(0.5, 1), Uint8Array.of(3)],
      [Float64Array.of(2, 3), Uint8Array.of(4)],
    ];
    const [batch] = await Dataset.fromIterable(samples).batch(2).toArray();
    expect(batch).toEqual([
      { data: Float32Array.of(0.5, 1, 2, 3), shape: [2, 2] },
      { data: Uint8Array.of(3, 4), shape: [2, 1] },
    ]);
  });

  it('says where elements of one batch differ', async () => {
    const ragged = [
      { x: { data: Float32Array.of(1), shape: [1] } },
      { x: { data: Float32Array.of(1, 2), shape: [2] } },
    ];
    await expect(Dataset.fromIterable(ragged).batch(2).toArray()).rejects.toThrow(
      'must have one shape; `element.x` has (1,) in the first. Received: (2,)',
    );
    const mixed: (number | string)[] = [1, 'two'];
    await expect(Dataset.fromIterable(mixed).batch(2).toArray()).rejects.toThrow('`element` is a number in the first');
    await expect(Dataset.fromIterable([null]).batch(1).toArray()).rejects.toThrow('Received: null');
  });

  it('shuffles: all elements, another order in each pass, the same for the same seed', async () => {
    const shuffled = (seed: number) => Dataset.range(40).shuffle(10, { seed });
    const dataset = shuffled(5);
    const passes = [await dataset.toArray(), await dataset.toArray()];
    for (const pass of passes) expect(sorted(pass)).toEqual(sorted(await Dataset.range(40).toArray()));
    expect(passes[0]).not.toEqual(passes[1]);
    const again = shuffled(5);
    expect([await again.toArray(), await again.toArray()]).toEqual(passes);
    expect(await shuffled(6).toArray()).not.toEqual(passes[0]);
    const fixed = Dataset.range(40).shuffle(10, { seed: 5, reshuffleEachIteration: false });
    expect(await fixed.toArray()).toEqual(await fixed.toArray());
  });

  it('draws its seed from the stream of setRandomSeed', async () => {
    const order = () => {
      setRandomSeed(3);
      return Dataset.range(30).shuffle(30).toArray();
    };
    expect(await order()).toEqual(await order());
  });

  it('shuffles anew in every round of repeat', async () => {
    const all = await Dataset.range(20).shuffle(20, { seed: 1 }).repeat(2).toArray();
    expect(sorted(all.slice(0, 20))).toEqual(sorted(all.slice(20)));
    expect(all.slice(0, 20)).not.toEqual(all.slice(20));
  });

  it('is nearly uniform when the buffer holds all elements', async () => {
    const firsts = new Map<number, number>();
    const dataset = Dataset.range(4).shuffle(4, { seed: 9 });
    for (let pass = 0; pass < 400; pass++) {
      const [first = -1] = await dataset.toArray();
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    for (const count of firsts.values()) expect(Math.abs(count - 100)).toBeLessThan(40);
    expect(firsts.size).toBe(4);
  });

  it('caches: the source is read once', async () => {
    let reads = 0;
    const cached = Dataset.range(4)
      .map((x) => {
        reads++;
        return x;
      })
      .cache();
    for await (const x of cached) if (x === 1) break;
    expect(reads).toBe(2);
    expect(await cached.toArray()).toEqual([0, 1, 2, 3]);
    expect(await cached.toArray()).toEqual([0, 1, 2, 3]);
    expect(reads).toBe(6);
  });

  it('zips lists and records, and ends with the shortest', async () => {
    const a = Dataset.range(3);
    const b = Dataset.range(5).map(later);
    expect(await Dataset.zip([a, b]).toArray()).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(await Dataset.zip({ a, b: b.take(1) }).toArray()).toEqual([{ a: 0, b: 0 }]);
    expect(() => Dataset.zip([])).toThrow('`datasets` must be a list or a record of datasets');
  });

  it('keeps the order when several calls of a function run at a time', async () => {
    let running = 0;
    let most = 0;
    const slow = async (x: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, x % 3));
      running--;
      return x;
    };
    expect(await Dataset.range(12).map(slow, { parallel: 4 }).toArray()).toEqual(await Dataset.range(12).toArray());
    expect(most).toBeGreaterThan(1);
  });

  it('reads ahead, at most so many elements', async () => {
    let asked = 0;
    const source = async function* () {
      for (let i = 0; i < 10; i++) {
        asked++;
        yield i;
      }
    };
    const iterator = Dataset.fromIterable(source).prefetch(3)[Symbol.asyncIterator]();
    await iterator.next();
    await later(null);
    expect(asked).toBe(4);
    await iterator.return();
  });

  it('closes its source when a pass ends early', async () => {
    let closed = false;
    const source = async function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    };
    for await (const _ of Dataset.fromIterable(source)
      .map((x) => x)
      .batch(2)
      .prefetch(1))
      break;
    expect(closed).toBe(true);
  });

  it('hands errors of the source and of functions to whoever iterates', async () => {
    const broken = Dataset.range(5).map((x) => {
      if (x === 3) throw new RangeError('three');
      return x;
    });
    await expect(broken.toArray()).rejects.toThrow('three');
    await expect(broken.prefetch(4).toArray()).rejects.toThrow('three');
    await expect(broken.map(later, { parallel: 3 }).toArray()).rejects.toThrow('three');
  });

  it('reads long synchronous runs without growing the stack', async () => {
    const none = Dataset.range(200_000).filter((x) => x < 0);
    expect(await none.toArray()).toEqual([]);
  });

  it('refuses what makes no sense, before anything runs', () => {
    const numbers = Dataset.range(3);
    expect(() => numbers.batch(0)).toThrow('`size` must be a positive integer. Received: size=0');
    expect(() => numbers.shuffle(1.5)).toThrow('`bufferSize`');
    expect(() => numbers.shuffle(2, { seed: -1 })).toThrow('`seed`');
    expect(() => numbers.take(-1)).toThrow('`count`');
    // @ts-expect-error a misspelt option
    expect(() => numbers.batch(2, { dropRemainders: true })).toThrow('dropRemainder');
    // @ts-expect-error no function
    expect(() => numbers.map(3)).toThrow('`fn` must be a function');
    // @ts-expect-error nothing to iterate over
    expect(() => Dataset.fromIterable(7)).toThrow('`source`');
  });
});
