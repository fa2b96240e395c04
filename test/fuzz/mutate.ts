import { unzipSync, type Zippable, zipSync } from 'fflate';
import { Shuffler } from '../../src/support/shuffle.ts';
import { h5Mutations } from './mutate-h5.ts';

/** A file to begin with. */
export interface Base {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const WEIGHTS = 'model.weights.h5';

/** What may take the place of anything in a config. */
const NASTY: readonly Json[] = [
  null,
  -1,
  0,
  1e9,
  2 ** 53,
  -0.5,
  1e308,
  '',
  'constructor',
  '__proto__',
  '../../../etc/passwd',
  'toString',
  '\u0000',
  [],
  {},
  [[[[]]]],
  true,
  { class_name: 'NoSuchLayer', config: {} },
  { class_name: 'Dense', config: { units: 1e9 } },
  { class_name: 'Lambda', config: { name: 'evil', function: { class_name: '__lambda__', config: { code: '4wEA' } } } },
  { class_name: 'function', config: 'eval', module: 'builtins', registered_name: 'function' },
  { class_name: '__tensor__', config: { value: [1, 2], dtype: 'float32' } },
  { module: 'os', class_name: 'system', config: { command: 'true' }, registered_name: 'system' },
  { polluted: true },
];

/** A changed file, what it was, and in what way it was changed. */
export interface Mutant {
  readonly name: string;
  readonly way: string;
  readonly bytes: Uint8Array;
}

/** Changes one file in a way that depends on the seed alone. */
export function mutate(bases: readonly Base[], seed: number): Mutant {
  const random = new Shuffler(seed);
  const pick = <T>(items: readonly T[]): T => items[random.integer(items.length - 1)] as T;
  const base = pick(bases);

  const flip = (bytes: Uint8Array): Uint8Array => {
    const copy = bytes.slice();
    for (let n = 1 + random.integer(15); n > 0; n--) {
      const at = random.integer(copy.length - 1);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(7));
    }
    return copy;
  };
  const overwrite = (bytes: Uint8Array): Uint8Array => {
    const copy = bytes.slice();
    const at = random.integer(copy.length - 1);
    const filler = pick([0, 0xff, 0x7f, 0x80]);
    return copy.fill(filler, at, at + 1 + random.integer(pick([3, 7, 64, 2000])));
  };
  const move = (bytes: Uint8Array): Uint8Array => {
    const copy = bytes.slice();
    const [from, to] = [random.integer(copy.length - 1), random.integer(copy.length - 1)];
    return copy.copyWithin(to, from, from + random.integer(512));
  };
  const truncate = (bytes: Uint8Array): Uint8Array => bytes.slice(0, random.integer(bytes.length - 1));
  const damage = (bytes: Uint8Array): Uint8Array => pick([flip, flip, overwrite, move, truncate])(bytes);

  const deep = (): Json => {
    let value: Json = 1;
    for (let i = 0; i < pick([50, 150, 5000]); i++) value = i % 2 === 0 ? [value] : { config: value };
    return value;
  };
  /** One place anywhere in a config gets another value, loses it, or gets a further key. */
  const mutateJson = (root: Json): Json => {
    const places: { readonly holder: { [key: string]: Json } | Json[]; readonly key: string | number }[] = [];
    const walk = (value: Json): void => {
      if (typeof value !== 'object' || value === null) return;
      const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
      for (const [key, item] of entries) {
        places.push({ holder: value, key });
        walk(item);
      }
    };
    walk(root);
    for (let n = 1 + random.integer(2); n > 0 && places.length > 0; n--) {
      const { holder, key } = pick(places);
      const value = random.integer(9) === 0 ? deep() : structuredClone(pick(NASTY));
      switch (random.integer(3)) {
        case 0:
          if (Array.isArray(holder)) holder.splice(Number(key), 1);
          else delete holder[key];
          break;
        case 1:
          Object.defineProperty(holder, pick(['__proto__', 'constructor', 'extra', 'name']), {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
          break;
        default:
          Reflect.set(holder, key, value);
      }
    }
    return root;
  };

  const unzipped = (): Record<string, Uint8Array> => unzipSync(base.bytes);
  const zipped = (files: Zippable): Uint8Array => zipSync(files, { level: 0 });
  const withConfig = (change: (config: Json) => Json): Uint8Array => {
    const files = unzipped();
    const config = change(JSON.parse(new TextDecoder().decode(files['config.json'])));
    return zipped({ ...files, 'config.json': new TextEncoder().encode(JSON.stringify(config)) });
  };
  const configDamaged = (): Uint8Array => withConfig(mutateJson);
  const deepConfig = (): Uint8Array =>
    withConfig((config) => pick([deep(), { class_name: 'Sequential', config: deep() }, [config, deep()]]));
  /** The weights in an archive, or the whole file, changed. */
  const weights = (change: (bytes: Uint8Array) => Uint8Array): Uint8Array => {
    if (!isZip(base.bytes)) return change(base.bytes);
    const files = unzipped();
    const before = files[WEIGHTS];
    return before === undefined ? damage(base.bytes) : zipped({ ...files, [WEIGHTS]: change(before) });
  };
  const renamed = (): Uint8Array => {
    const files = unzipped();
    const name = pick(['../../evil', '/tmp/evil', 'C:\\evil', 'a/../../../evil', '\u0000', 'config.json/../x']);
    return zipped({ ...files, [name]: new Uint8Array(10) });
  };
  const bomb = (): Uint8Array => {
    const files = unzipped();
    const name = pick(['config.json', WEIGHTS]);
    return zipSync({ ...files, [name]: [new Uint8Array(pick([1e5, 1e7])), { level: 9 }] });
  };
  const missing = (): Uint8Array => {
    const files = unzipped();
    delete files[pick(Object.keys(files))];
    return zipped(files);
  };

  const inWeights = Object.entries(h5Mutations(random)).map(([way, change]) => [way, () => weights(change)] as const);
  const ways: readonly (readonly [way: string, make: () => Uint8Array])[] = [
    ['damage', () => damage(base.bytes)],
    ['flip', () => flip(base.bytes)],
    ['truncate', () => truncate(base.bytes)],
    ['weights', () => weights(damage)],
    ...inWeights,
    ...(isZip(base.bytes)
      ? ([
          ['config', configDamaged],
          ['config', configDamaged],
          ['config', configDamaged],
          ['deepConfig', deepConfig],
          ['renamed', renamed],
          ['bomb', bomb],
          ['missing', missing],
        ] as const)
      : []),
  ];
  const [way, make] = pick(ways);
  return { name: `${base.name} ${way} seed ${seed}`, way, bytes: make() };
}
