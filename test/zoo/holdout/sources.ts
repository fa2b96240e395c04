import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DatasetSpec, Preprocess } from '../entry.ts';
import type { Draw } from './draw.ts';

/** Data as they are written to a file of the zoo. */
export interface Table {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[] | readonly (readonly number[])[];
  /** Shape of one sample. */
  readonly shape: readonly number[];
}

/** A data set that trainings are made of. */
export interface Source {
  readonly name: string;
  readonly spec: DatasetSpec;
  /** Shape of one sample after preprocessing. */
  readonly shape: readonly number[];
  readonly samples: number;
  /** What a net needs: a hyperplane, something bent, a picture's locality, or memory. */
  readonly needs: 'line' | 'bend' | 'image' | 'memory';
  /** Null where the data are those of an image set's own files. */
  readonly table: Table | null;
}

const HELD = 320;

interface Kind {
  readonly name: string;
  readonly task: DatasetSpec['task'];
  readonly needs: Source['needs'];
  readonly samples: readonly [number, ...number[]];
  readonly make: (draw: Draw, count: number) => Table & { readonly classes?: number };
}

const table = <Y extends number | number[]>(count: number, shape: readonly number[], row: () => [number[], Y]) => {
  const rows = Array.from({ length: count }, row);
  return { x: rows.map(([x]) => x), y: rows.map(([, y]) => y) as number[] | number[][], shape };
};
const normals = (draw: Draw, count: number): number[] => Array.from({ length: count }, () => draw.normal());
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

const kinds: readonly Kind[] = [
  {
    name: 'moons',
    task: 'binary',
    needs: 'bend',
    samples: [640, 320, 1280],
    make(draw, count) {
      const noise = draw.uniform(0.08, 0.22);
      return table(count, [2], () => {
        const label = draw.whole(0, 1);
        const angle = Math.PI * draw.uniform();
        const [a, b] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
        return [[a + noise * draw.normal() - 0.5, b + noise * draw.normal() - 0.25], label];
      });
    },
  },
  {
    name: 'rings',
    task: 'binary',
    needs: 'bend',
    samples: [640, 960],
    make(draw, count) {
      const [noise, inner, tilt] = [draw.uniform(0.05, 0.15), draw.uniform(0.35, 0.6), draw.uniform(0.8, 1.4)];
      return table(count, [2], () => {
        const label = draw.whole(0, 1);
        const [angle, radius] = [2 * Math.PI * draw.uniform(), label === 0 ? 1.2 : 1.2 * inner];
        return [
          [tilt * radius * Math.cos(angle) + noise * draw.normal(), radius * Math.sin(angle) + noise * draw.normal()],
          label,
        ];
      });
    },
  },
  {
    name: 'spirals',
    task: 'binary',
    needs: 'bend',
    samples: [960, 1280],
    make(draw, count) {
      const [turns, noise] = [draw.uniform(0.7, 1.1), draw.uniform(0.02, 0.05)];
      return table(count, [2], () => {
        const label = draw.whole(0, 1);
        const t = Math.sqrt(draw.uniform(0.05, 1));
        const angle = 2 * Math.PI * turns * t + Math.PI * label;
        return [
          [1.8 * t * Math.cos(angle) + noise * draw.normal(), 1.8 * t * Math.sin(angle) + noise * draw.normal()],
          label,
        ];
      });
    },
  },
  {
    name: 'checkers',
    task: 'binary',
    needs: 'bend',
    samples: [640, 960],
    make: (draw, count) =>
      table(count, [2], () => {
        const [a, b] = [draw.uniform(-1.5, 1.5), draw.uniform(-1.5, 1.5)];
        return [[a, b], a * b > 0 === draw.chance(0.97) ? 1 : 0];
      }),
  },
  {
    name: 'clusters',
    task: 'multiclass',
    needs: 'line',
    samples: [640, 960],
    make(draw, count) {
      const [classes, width, spread] = [draw.whole(3, 6), draw.whole(2, 8), draw.uniform(1.6, 2.6)];
      const centres = Array.from({ length: classes }, () => normals(draw, width).map((value) => spread * value));
      const rows = table(count, [width], () => {
        const label = draw.whole(0, classes - 1);
        return [(centres[label] ?? []).map((value) => (value + draw.normal()) / spread), label];
      });
      return { ...rows, classes };
    },
  },
  {
    name: 'sectors',
    task: 'multiclass',
    needs: 'bend',
    samples: [960],
    make(draw, count) {
      const classes = draw.whole(4, 8);
      const rows = table(count, [2], () => {
        const [a, b] = [draw.normal(), draw.normal()];
        const turn = (Math.atan2(b, a) / (2 * Math.PI) + 1 + 0.08 * Math.hypot(a, b)) % 1;
        return [[a, b], Math.min(classes - 1, Math.floor(turn * classes))];
      });
      return { ...rows, classes };
    },
  },
  {
    name: 'quadric',
    task: 'binary',
    needs: 'bend',
    samples: [1280, 960],
    make(draw, count) {
      const width = draw.whole(6, 14);
      const [a, b] = [normals(draw, width), normals(draw, width)];
      return table(count, [width], () => {
        const x = normals(draw, width);
        return [x, (dot(a, x) * dot(b, x)) / width + 0.1 * draw.normal() > 0 ? 1 : 0];
      });
    },
  },
  {
    name: 'halves',
    task: 'binary',
    needs: 'line',
    samples: [320, 640, 960],
    make(draw, count) {
      const width = draw.whole(4, 24);
      const [a, noise] = [normals(draw, width), draw.uniform(0.05, 0.4)];
      return table(count, [width], () => {
        const x = normals(draw, width);
        return [x, dot(a, x) / Math.sqrt(width) + noise * draw.normal() > 0 ? 1 : 0];
      });
    },
  },
  {
    name: 'unequal',
    task: 'binary',
    needs: 'bend',
    samples: [960],
    make(draw, count) {
      const share = draw.uniform(0.06, 0.14);
      return table(count, [4], () => {
        const label = draw.chance(share) ? 1 : 0;
        return [normals(draw, 4).map((value, i) => (label === 1 && i < 2 ? 0.4 * value + 1.6 : value)), label];
      });
    },
  },
  {
    name: 'doubtful',
    task: 'multiclass',
    needs: 'line',
    samples: [960],
    make(draw, count) {
      const [classes, noise] = [3, draw.uniform(0.15, 0.3)];
      const planes = Array.from({ length: classes }, () => normals(draw, 6));
      const rows = table(count, [6], () => {
        const x = normals(draw, 6);
        const answers = planes.map((plane) => dot(plane, x));
        const label = answers.indexOf(Math.max(...answers));
        return [x, draw.chance(noise) ? draw.whole(0, classes - 1) : label];
      });
      return { ...rows, classes };
    },
  },
  {
    name: 'tags',
    task: 'multilabel',
    needs: 'line',
    samples: [960],
    make(draw, count) {
      const [width, classes] = [draw.whole(5, 9), draw.whole(3, 5)];
      const planes = Array.from({ length: classes }, () => normals(draw, width));
      const rows = table(count, [width], () => {
        const x = normals(draw, width);
        return [x, planes.map((plane) => (dot(plane, x) + 0.3 * draw.normal() > 0 ? 1 : 0))] as [number[], number[]];
      });
      return { ...rows, classes };
    },
  },
  {
    name: 'waves',
    task: 'regression',
    needs: 'bend',
    samples: [640, 960],
    make(draw, count) {
      const [width, speed, noise] = [draw.whole(2, 4), draw.uniform(1, 1.8), draw.uniform(0.02, 0.2)];
      const a = normals(draw, width);
      return table(count, [width], () => {
        const x = normals(draw, width);
        return [x, Math.sin(speed * dot(a, x)) + 0.4 * (x[0] ?? 0) + noise * draw.normal()];
      });
    },
  },
  {
    name: 'products',
    task: 'regression',
    needs: 'bend',
    samples: [960],
    make(draw, count) {
      const [width, noise] = [draw.whole(4, 8), draw.uniform(0.05, 0.25)];
      return table(count, [width], () => {
        const x = Array.from({ length: width }, () => draw.uniform(-1.7, 1.7));
        const [a = 0, b = 0, c = 0, d = 0] = x;
        return [x, 0.8 * a * b + Math.abs(c) - 0.8 + 0.5 * d + noise * draw.normal()];
      });
    },
  },
  {
    name: 'plane',
    task: 'regression',
    needs: 'line',
    samples: [320, 640],
    make(draw, count) {
      const width = draw.whole(1, 10);
      const [a, noise] = [normals(draw, width), draw.uniform(0.05, 0.6)];
      return table(count, [width], () => {
        const x = normals(draw, width);
        return [x, dot(a, x) / Math.sqrt(width) + noise * draw.normal()];
      });
    },
  },
  {
    name: 'series',
    task: 'binary',
    needs: 'memory',
    samples: [640],
    make(draw, count) {
      const [length, width, kind] = [draw.whole(10, 36), draw.whole(1, 3), draw.whole(0, 2)];
      return table(count, [length, width], () => {
        const x = normals(draw, length * width);
        const first = Array.from({ length }, (_, t) => x[t * width] ?? 0);
        const value =
          kind === 0
            ? first.reduce((sum, one) => sum + one, 0)
            : kind === 1
              ? first.slice(-6).reduce((sum, one) => sum + one, 0)
              : first.reduce((sum, one) => sum + Math.abs(one) - 0.8, 0);
        return [x, value > 0 ? 1 : 0];
      });
    },
  },
];

async function digits(dataFolder: string, draw: Draw): Promise<Table & { classes: number }> {
  const text = gunzipSync(await readFile(join(dataFolder, 'digits', 'digits.csv.gz'))).toString('utf8');
  const rows = draw.shuffled(text.trim().split('\n')).map((line) => line.split(',').map(Number));
  return { x: rows.map((row) => row.slice(0, 64)), y: rows.map((row) => row[64] ?? 0), shape: [64], classes: 10 };
}

function ofTable(
  name: string,
  task: DatasetSpec['task'],
  needs: Source['needs'],
  found: Table & { classes?: number },
): Source {
  const samples = found.x.length - HELD;
  const preprocess: Preprocess[] = name.startsWith('digits') ? [{ op: 'scale', factor: 0.0625 }] : [];
  const classes = task === 'binary' ? 2 : found.classes;
  const spec = {
    file: `data/${name}.json`,
    preprocess,
    task,
    ...(classes === undefined ? {} : { n_classes: classes }),
  };
  return { name, spec, shape: found.shape, samples, needs, table: found };
}

function ofImages(source: 'mnist' | 'fashion-mnist', draw: Draw, flat: boolean): Source {
  // Ranges that the excerpts of these sets have as well.
  const [train, validation] = [draw.whole(0, 2000), draw.whole(0, 3000)];
  const preprocess: Preprocess[] = [
    { op: 'scale', factor: 1 / 255 },
    { op: 'average_pool2' },
    flat ? { op: 'flatten' } : { op: 'reshape', shape: [14, 14, 1] },
  ];
  return {
    name: flat ? source : `${source}-images`,
    spec: {
      source,
      train: { file: 'train', start: train, count: 1600 },
      validation: { file: 't10k', start: validation, count: 500 },
      preprocess,
      task: 'multiclass',
      n_classes: 10,
    },
    shape: flat ? [196] : [14, 14, 1],
    samples: 1600,
    needs: flat ? 'line' : 'image',
    table: null,
  };
}

/** The data sets of a hold-out, two of most kinds. */
export async function sources(draw: Draw, dataFolder: string): Promise<Source[]> {
  const found = kinds.flatMap((kind) =>
    ['a', 'b'].map((part) => {
      const made = kind.make(draw, draw.pick(kind.samples) + HELD);
      return ofTable(`${kind.name}_${part}`, kind.task, kind.needs, made);
    }),
  );
  const all = await digits(dataFolder, draw);
  const part = { ...all, x: all.x.slice(0, 960 + HELD), y: (all.y as number[]).slice(0, 960 + HELD) };
  const small = { ...all, x: all.x.slice(-320 - HELD), y: (all.y as number[]).slice(-320 - HELD) };
  found.push(ofTable('digits_a', 'multiclass', 'line', part), ofTable('digits_b', 'multiclass', 'line', small));
  for (const source of ['mnist', 'fashion-mnist'] as const)
    found.push(ofImages(source, draw, true), ofImages(source, draw, false));
  return found;
}

/** A table in the form in which the zoo keeps data. */
export function fileOf({ x, y, shape }: Table): unknown {
  const [first] = y;
  const columns = Array.isArray(first) ? [first.length] : [];
  const round = (value: number): number => Number(value.toPrecision(6));
  return {
    x: { shape: [x.length, ...shape], data: x.flat().map(round) },
    y: { shape: [y.length, ...columns], data: y.flat().map(round) },
    split: { train: [0, x.length - HELD], validation: [x.length - HELD, x.length] },
  };
}
