import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { KerasTensor } from '../../keras-tensor.ts';
import '../../serialization.ts';
import { hashBin } from '../hashing.ts';
import { Rescaling } from '../rescaling.ts';
import { FeatureSpace } from './feature-space.ts';

type ByName = Readonly<Record<string, Tensor>>;

const table = {
  age: [20, 30, 40, 50],
  job: ['cook', 'nurse', 'cook', 'pilot'],
  rooms: Int32Array.of(2, 3, 3, 2),
  city: ['a', 'b', 'c', 'a'],
};

const everyKind = () =>
  new FeatureSpace(
    {
      age: 'float_normalized',
      job: 'string_categorical',
      rooms: FeatureSpace.integerCategorical({ outputMode: 'int' }),
      city: FeatureSpace.stringHashed(4),
      size: FeatureSpace.floatRescaled({ scale: 0.5, offset: 1 }),
      raw: 'float',
      bins: FeatureSpace.floatDiscretized(3, { binBoundaries: [0, 10] }),
      code: FeatureSpace.integerHashed(5, { outputMode: 'int' }),
    },
    { outputMode: 'dict', crosses: [['job', 'city']], crossingDim: 6 },
  );
const wide = { ...table, size: [2, 4, 6, 8], raw: [1, 2, 3, 4], bins: [-5, 5, 50, 10], code: [1, 2, 3, 1] };

describe('FeatureSpace', () => {
  it('encodes each column by its kind', async () => {
    const space = everyKind();
    await space.adapt(wide);
    const encoded = space.apply<ByName>(wide);
    const values = async (name: string) => encoded[name]?.array();
    const deviation = Math.sqrt(125);
    const age = (await values('age')) as number[][];
    expect(age.flat().map((x) => x.toFixed(4))).toEqual(table.age.map((x) => ((x - 35) / deviation).toFixed(4)));
    // By frequency: the unknown, cook, then those that come once, as StringLookup orders them.
    expect(await values('job')).toEqual([
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect(await values('rooms')).toEqual([[2], [1], [1], [2]]);
    expect(await values('city')).toEqual(
      table.city.map((word) => Array.from({ length: 4 }, (_, bin) => Number(bin === hashBin(word, 4, null)))),
    );
    expect(await values('size')).toEqual([[2], [3], [4], [5]]);
    expect(await values('raw')).toEqual([[1], [2], [3], [4]]);
    expect(await values('bins')).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(await values('code')).toEqual([1, 2, 3, 1].map((code) => [hashBin(code, 5, null)]));
    const crossed = encoded.job_X_city;
    expect(crossed?.shape).toEqual([4, 6]);
    expect(await crossed?.array()).toEqual(expect.arrayContaining([expect.arrayContaining([1])]));
  });

  it('joins features in the order of their names, crosses last, and drops the batch axis of a single row', async () => {
    const space = new FeatureSpace(
      { b: 'float', a: FeatureSpace.floatRescaled({ scale: 10 }), c: 'string_hashed', d: 'string_hashed' },
      {
        crosses: [FeatureSpace.cross(['c', 'd'], 2)],
        hashingDim: 1,
      },
    );
    const rows = { a: [1, 2], b: [3, 4], c: ['x', 'y'], d: ['x', 'x'] };
    const both = (await space.apply(rows).array()) as number[][];
    expect(both.map((row) => row.slice(0, 4))).toEqual([
      [10, 3, 1, 1],
      [20, 4, 1, 1],
    ]);
    expect(both.map((row) => row.slice(4).reduce((a, b) => a + b))).toEqual([1, 1]);
    const one = space.apply({ a: 2, b: 4, c: 'y', d: 'x' });
    expect(one.shape).toEqual([6]);
    expect(await one.array()).toEqual(both[1]);
  });

  it('learns the same from a record of columns, from rows and from batches', async () => {
    const rows = table.age.map((age, i) => ({ age, job: table.job[i] }));
    const batches = [0, 2].map((start) => ({
      age: table.age.slice(start, start + 2),
      job: table.job.slice(start, start + 2),
    }));
    const results = [];
    for (const data of [table, rows, batches]) {
      const space = new FeatureSpace({ age: 'float_normalized', job: 'string_categorical' });
      await space.adapt(data);
      results.push(await space.apply(table).array());
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('gives a model inputs of the shape of encoded rows', async () => {
    const space = new FeatureSpace({ age: 'float_normalized', job: 'string_categorical' });
    await space.adapt(table);
    expect(space.getEncodedFeatures().shape).toEqual([null, 5]);
    const apart = everyKind();
    await apart.adapt(wide);
    const inputs = apart.getEncodedFeatures<Readonly<Record<string, KerasTensor>>>();
    expect(inputs.rooms).toMatchObject({ shape: [null, 1], dtype: 'int32' });
    expect(inputs.job_X_city?.shape).toEqual([null, 6]);
  });

  it('comes back from its config with what it has learned', async () => {
    const space = everyKind();
    await space.adapt(wide);
    const copy = FeatureSpace.fromConfig(JSON.parse(JSON.stringify(space.getConfig())));
    const [before, after] = [space.apply<ByName>(wide), copy.apply<ByName>(wide)];
    for (const [name, value] of Object.entries(before)) expect(await after[name]?.array()).toEqual(await value.array());
    expect(copy.getEncodedFeatures<Readonly<Record<string, KerasTensor>>>().job?.shape).toEqual([null, 4]);
  });

  it('keeps what it was given, and lets a layer of choice read a column', async () => {
    const space = new FeatureSpace({ x: FeatureSpace.feature('float32', new Rescaling(3), 'float') });
    expect(await space.apply({ x: [1, 2] }).array()).toEqual([[3], [6]]);
  });

  it('says what is wrong', async () => {
    expect(() => new FeatureSpace({})).toThrow('at least one feature');
    expect(() => new FeatureSpace({ a: 'float_normalised' as 'float' })).toThrow('Did you mean "float_normalized"?');
    expect(() => new FeatureSpace({ a: 'string_hashed' }, { crosses: [['a', 'b']] })).toThrow('feature in `crosses`');
    expect(() => new FeatureSpace({ a: 'string_hashed', b: 'float' }, { crosses: [['a', 'b']] })).toThrow(
      'feature "b" is a float',
    );
    const space = new FeatureSpace({ age: 'float_normalized' });
    expect(() => space.apply(table)).toThrow('Call adapt(data)');
    await expect(space.adapt({ ages: [1] })).rejects.toThrow('Expected a column "age". Received: columns ages');
    const text = new FeatureSpace({ a: 'float' });
    expect(() => text.apply({ a: ['x'] })).toThrow('Feature "a" holds numbers');
    const whole = new FeatureSpace({ a: FeatureSpace.stringHashed(3, { outputMode: 'int' }) });
    expect(() => whole.apply({ a: ['x'] })).toThrow("outputMode 'dict' keeps features apart");
    const unknown = new FeatureSpace({ a: FeatureSpace.feature('float32', new Rescaling(3), 'one_hot') });
    expect(() => unknown.apply({ a: [1] })).toThrow('whole numbers of a known range');
  });
});
