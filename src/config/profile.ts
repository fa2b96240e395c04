import { recordKernels } from '../tensor/profile.ts';

/** All runs of one kernel. */
export interface ProfiledKernel {
  /** What it computes: its number in the program and its primitives. */
  readonly name: string;
  /** Who caused it: paths of layers, `gradient of` them, `loss`, `metrics`, `update of` a variable. */
  readonly scopes: readonly string[];
  readonly calls: number;
  /** Of all calls together. */
  readonly milliseconds: number;
}

/** Where the time went. */
export interface Profile {
  /** The dearest first. */
  readonly kernels: readonly ProfiledKernel[];
  /** Of all kernels together. */
  readonly milliseconds: number;
  /** A table of the dearest kernels. */
  toString(): string;
}

const ROWS = 25;

function format(kernels: readonly ProfiledKernel[], milliseconds: number): string {
  const rows = kernels
    .slice(0, ROWS)
    .map((kernel) => [
      kernel.milliseconds.toFixed(3),
      `${((100 * kernel.milliseconds) / milliseconds || 0).toFixed(1)}%`,
      String(kernel.calls),
      kernel.name,
      kernel.scopes.join(', '),
    ]);
  const header = ['ms', 'share', 'calls', 'kernel', 'of'];
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i < 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const rest = kernels.length > ROWS ? [`and ${kernels.length - ROWS} more`] : [];
  return [`${milliseconds.toFixed(3)} ms in ${kernels.length} kernels`, line(header), ...rows.map(line), ...rest].join(
    '\n',
  );
}

/**
 * Runs a function and tells how long each kernel took that ran meanwhile, and which layer caused it. Kernels run one by
 * one on one thread while a profile is taken, so the sum is that of a single thread. On the `reference` backend there
 * are no kernels.
 *
 * @param body what to look at; a promise is awaited. Train a step before, or compilation takes place inside as well
 * (which is not counted)
 * @throws StateError inside of another profile
 * @see Keratin's own; Keras leaves it to the profilers of its backends
 *
 * @example
 * ```ts
 * import { config, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [8] }), new layers.Dense(4, { name: 'hidden' })]);
 * const profile = await config.profile(() => model.predictOnBatch([[1, 2, 3, 4, 5, 6, 7, 8]]));
 * console.log(profile.kernels.some(({ scopes }) => scopes.some((scope) => scope.endsWith('hidden')))); // => true
 * ```
 */
export async function profile(body: () => unknown): Promise<Profile> {
  const groups = new Map<string, { name: string; scopes: readonly string[]; calls: number; milliseconds: number }>();
  let total = 0;
  for (const { name, scopes, milliseconds } of await recordKernels(body)) {
    const key = `${name}|${scopes.join()}`;
    const group = groups.get(key) ?? { name, scopes, calls: 0, milliseconds: 0 };
    group.calls++;
    group.milliseconds += milliseconds;
    total += milliseconds;
    groups.set(key, group);
  }
  const kernels = [...groups.values()].sort((a, b) => b.milliseconds - a.milliseconds);
  return { kernels, milliseconds: total, toString: () => format(kernels, total) };
}
