import { Layer } from '../../layers/layer.ts';
import { camelCase } from '../../support/case.ts';
import { deserializeObject, isSerialized, type SerializedObject } from '../../support/registry.ts';
import { layersIn } from './plan.ts';
import type { Plan } from './remedy.ts';

/** Entries of configs that are no options a user writes. */
const hidden = new Set(['name', 'dtype', 'registered_name', 'quantization_config']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as code. Objects with defaults alone are written by their names. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  if (Array.isArray(value)) {
    const shown = value.slice(0, 3).map(literal);
    return value.length > 3 ? `[${shown.join(', ')}, /* ${value.length} in all */]` : `[${shown.join(', ')}]`;
  }
  if (isSerialized(value)) {
    const family = String(value.module ?? 'keras')
      .split('.')
      .at(-1);
    const options = optionsOf(value.config, {});
    if (family === 'initializers' && options === '') return `'${snake(value.class_name)}'`;
    return `new ${family}.${value.class_name}(${options === '' ? '' : `{ ${options} }`})`;
  }
  if (isObject(value)) return `{ ${optionsOf(value, {})} }`;
  return String(value);
}

const snake = (name: string): string => name.replace(/(?<=[a-z])([A-Z])/g, '_$1').toLowerCase();

function optionsOf(config: Readonly<Record<string, unknown>>, defaults: Readonly<Record<string, unknown>>): string {
  return Object.entries(config)
    .filter(([key, value]) => !hidden.has(key) && value !== null && value !== undefined && key !== 'seed')
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key]))
    .map(([key, value]) => `${camelCase(key)}: ${literal(value)}`)
    .join(', ');
}

/** A layer as the line that makes it, with the options that are not defaults. */
export function layerLine(envelope: SerializedObject): string {
  if (envelope.class_name === 'InputLayer') {
    const shape = Array.isArray(envelope.config.batch_shape) ? envelope.config.batch_shape.slice(1) : [];
    return `new layers.Input({ shape: ${literal(shape)} }),`;
  }
  const layer = deserializeObject(envelope, { module: 'keras.layers' });
  if (!(layer instanceof Layer)) return `${envelope.class_name},`;
  const config = layer.getConfig();
  const cls = layer.constructor;
  const positional: readonly string[] = 'positional' in cls && Array.isArray(cls.positional) ? cls.positional : [];
  const keys = positional.map(snake);
  const values = keys.map((key) => config[key]);
  const rest = Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
  const plain = deserializeObject(
    { ...envelope, config: Object.fromEntries(keys.map((key, i) => [key, values[i]])) },
    { module: 'keras.layers' },
  ).getConfig();
  const options = optionsOf(rest, plain);
  const parts = [...values.map(literal), ...(options === '' ? [] : [`{ ${options} }`])];
  return `new layers.${envelope.class_name}(${parts.join(', ')}),`;
}

/**
 * Writes a training as the lines of code that say it.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * console.log(doctor.planLines(doctor.planOf(model)).at(-1)); // => await model.fit(x, y, { epochs: 10, batchSize: 32 });
 * ```
 */
export function planLines(plan: Plan): string[] {
  const { optimizer, loss } = plan.compile;
  const made = isSerialized(optimizer)
    ? `new optimizers.${optimizer.class_name}({ ${optionsOf(optimizer.config, deserializeObject({ ...optimizer, config: {} }, { module: 'keras.optimizers' }).getConfig())} })`
    : literal(optimizer);
  return [
    'const model = new Sequential([',
    ...layersIn(plan).map((layer) => `  ${layerLine(layer)}`),
    ']);',
    `model.compile({ optimizer: ${made.replace('({  })', '()')}, loss: ${literal(loss)} });`,
    `await model.fit(x, y, { epochs: ${plan.epochs}, batchSize: ${plan.batchSize} });`,
  ];
}

/**
 * Compares two trainings line by line.
 *
 * @returns the lines that differ, `- ` before those of the first plan and `+ ` before those of the second, in order
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const [short, long] = [doctor.planOf(model, { epochs: 5 }), doctor.planOf(model, { epochs: 50 })];
 * console.log(doctor.planDiff(short, long)[1]); // => + await model.fit(x, y, { epochs: 50, batchSize: 32 });
 * ```
 */
export function planDiff(before: Plan, after: Plan): string[] {
  const [a, b] = [planLines(before), planLines(after)];
  // Longest common subsequence: nets have dozens of lines at most.
  const length = Array.from({ length: a.length + 1 }, () => new Int32Array(b.length + 1));
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = length[i];
      if (row !== undefined) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) out.push(`- ${a[i++]}`);
    else out.push(`+ ${b[j++]}`);
  }
  return counted(out);
}

/** Equal lines in a row as one, with their number. */
function counted(lines: readonly string[]): string[] {
  const runs: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.line === line) last.count++;
    else runs.push({ line, count: 1 });
  }
  return runs.map(({ line, count }) => (count === 1 ? line : `${line} // ${count} times`));
}
