import { nonNegativeInteger, nonNegativeNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import { consoleOutput, type Output } from './console-output.ts';

const bold = (text: string) => `\x1b[1m${text}\x1b[0m`;
const green = (text: string) => (text === '' ? '' : `\x1b[32m${text}\x1b[0m`);
const white = (text: string) => (text === '' ? '' : `\x1b[37m${text}\x1b[0m`);

/** A line and its color codes, apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what makes a color code
const COLOR = /(\x1b\[\d+m)/;
const isColor = (part: string) => part.startsWith('\x1b');
const visibleLength = (text: string) =>
  text.split(COLOR).reduce((length, part) => length + (isColor(part) ? 0 : part.length), 0);

/** Cuts a colored line to a number of visible characters. */
function clip(text: string, width: number): string {
  let left = width;
  let clipped = '';
  for (const part of text.split(COLOR)) {
    clipped += isColor(part) ? part : part.slice(0, left);
    if (!isColor(part)) left = Math.max(0, left - part.length);
  }
  return clipped;
}

/** Python's `%.4f`, or `%.4e` for values too small for it. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  if (Math.abs(value) > 1e-3) return value.toFixed(4);
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `2s/step`, `35ms/step`, `120us/step`. */
function formatStepTime(seconds: number, unit: string): string {
  if (seconds >= 1 || seconds === 0) return `${seconds.toFixed(0)}s/${unit}`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toFixed(0)}ms/${unit}`;
  return `${(seconds * 1e6).toFixed(0)}us/${unit}`;
}

const twoDigits = (n: number) => String(Math.floor(n)).padStart(2, '0');

/** Remaining time: `1:02:03`, `2:03` or `3s`. */
function formatRemaining(seconds: number): string {
  if (seconds > 3600)
    return `${Math.floor(seconds / 3600)}:${twoDigits((seconds % 3600) / 60)}:${twoDigits(seconds % 60)}`;
  if (seconds > 60) return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(seconds)}s`;
}

interface ProgbarOptions {
  /** 0 silent, 1 a line with a bar that is rewritten in place (on a terminal), 2 one plain line at the end. Default 1. */
  readonly verbose?: 0 | 1 | 2;
  /** Characters of the bar. Default 20. */
  readonly width?: number;
  /** The least time between two refreshes of a live line, in seconds. Default 0.05. */
  readonly interval?: number;
  /** The values that are shown as they are; all others are averaged over the steps. Default: none. */
  readonly statefulMetrics?: readonly string[] | null;
  /** The values that are averaged; all others are shown as they are. Not together with `statefulMetrics`. */
  readonly statelessMetrics?: readonly string[] | null;
  /** What a step is called. Default `step`. */
  readonly unitName?: string;
  /** @internal */
  readonly output?: Output;
  /** @internal Seconds; replaced in tests. */
  readonly now?: () => number;
}

/**
 * Keras's progress line: `3/3 ━━━━━━━━━━━━━━━━━━━━ 6s 2s/step - accuracy: 0.4000 - loss: 4.4721`. Live on a terminal,
 * where it is rewritten at most twenty times a second; elsewhere only the finished line is printed, without colors.
 *
 * Source: https://keras.io/api/utils/python_utils/#progbar-class
 *
 * @param target the number of steps, or null when it isn't known
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const lines: string[] = [];
 * const output = { columns: null, write: () => {}, line: (text: string) => void lines.push(text) };
 * new utils.Progbar(2, { output }).update(2, { loss: 0.5 }, { finalize: true });
 * console.log(lines[0]?.startsWith('2/2'), lines[0]?.endsWith('loss: 0.5000')); // => true true
 * ```
 */
export class Progbar {
  target: number | null;
  readonly #verbose: 0 | 1 | 2;
  readonly #width: number;
  readonly #interval: number;
  readonly #unit: string;
  readonly #output: Output;
  readonly #now: () => number;
  readonly #start: number;
  #afterFirstStep: number | undefined;
  #lastRefresh = Number.NEGATIVE_INFINITY;
  #shown = 0;
  #seen = 0;
  readonly #isAveraged: (name: string) => boolean;
  /** Sums over steps of what is averaged, and how many steps they are of. */
  readonly #totals = new Map<string, { readonly sum: number; readonly steps: number }>();
  /** The last values, shown until there are new ones. */
  #values: Readonly<Record<string, number>> = {};

  constructor(target: number | null, options: ProgbarOptions = {}) {
    if (target !== null && !(Number.isInteger(target) && target >= 0)) {
      throw badArgument('target', 'an integer, the number of steps, or null', target);
    }
    this.target = target;
    this.#verbose = options.verbose ?? 1;
    this.#width = nonNegativeInteger('width', options.width ?? 20);
    this.#interval = nonNegativeNumber('interval', options.interval ?? 0.05);
    const { statefulMetrics = null, statelessMetrics = null } = options;
    if (statefulMetrics !== null && statelessMetrics !== null)
      throw badArgument('statefulMetrics', 'null when `statelessMetrics` is given', statefulMetrics);
    this.#isAveraged = (name) =>
      statelessMetrics === null ? !statefulMetrics?.includes(name) : statelessMetrics.includes(name);
    this.#unit = options.unitName ?? 'step';
    this.#output = options.output ?? consoleOutput;
    this.#now = options.now ?? (() => performance.now() / 1000);
    this.#start = this.#now();
  }

  /** Whether an update would show anything now. */
  get due(): boolean {
    return this.#verbose === 1 && this.#output.columns !== null && this.#now() - this.#lastRefresh >= this.#interval;
  }

  /**
   * Shows that `current` steps are done.
   *
   * @param values names and current values
   * @param options.finalize finishes the line
   */
  update(current: number, values: Readonly<Record<string, number>> = {}, options: { finalize?: boolean } = {}): void {
    const finalize = options.finalize ?? current === this.target;
    const shown = Object.entries(values).map(([name, value]): [string, number] => [
      name,
      this.#isAveraged(name) ? this.#average(name, value, current, finalize) : value,
    ]);
    this.#values = { ...this.#values, ...Object.fromEntries(shown) };
    this.#seen = current;
    const now = this.#now();
    const perStep = this.#stepTime(current, now);
    if (this.#verbose === 0) return;
    const metrics = Object.entries(this.#values)
      .map(([name, value]) => ` - ${name}: ${formatMetric(value)}`)
      .join('');
    const elapsed = `${(now - this.#start).toFixed(0)}s`;
    const timing = formatStepTime(perStep, this.#unit);
    if (this.#verbose === 2) {
      if (finalize) this.#output.line(`${this.#count(current)} - ${elapsed} - ${timing}${metrics}`);
      return;
    }
    const columns = this.#output.columns;
    if (columns === null) {
      if (finalize)
        this.#output.line(`${this.#count(current)} ${'━'.repeat(this.#width)} ${elapsed} ${timing}${metrics}`);
      return;
    }
    if (!finalize && now - this.#lastRefresh < this.#interval) return;
    this.#lastRefresh = now;
    const clock = finalize || this.target === null ? elapsed : formatRemaining(perStep * (this.target - current));
    const line = `${this.#bar(current)} ${bold(clock)} ${timing}${metrics}`;
    const text = finalize ? line : clip(line, columns - 1);
    const blanks = ' '.repeat(Math.max(0, this.#shown - visibleLength(text)));
    this.#output.write(`\r${text}${blanks}${finalize ? '\n' : ''}`);
    this.#shown = finalize ? 0 : visibleLength(text);
  }

  /** The mean of a value over the steps so far; the last one stands alone, as it is that of all steps. */
  #average(name: string, value: number, current: number, finalize: boolean): number {
    if (finalize) return value;
    const steps = Math.max(1, current - this.#seen);
    const before = this.#totals.get(name) ?? { sum: 0, steps: 0 };
    const total = { sum: before.sum + value * steps, steps: before.steps + steps };
    this.#totals.set(name, total);
    return total.sum / total.steps;
  }

  /** Leaves an unfinished live line as it is and moves on to the next one. */
  interrupt(): void {
    if (this.#shown > 0) this.#output.write('\n');
    this.#shown = 0;
  }

  /** The first step, which compiles the program, doesn't count in the time per step. */
  #stepTime(current: number, now: number): number {
    if (current === 0) return 0;
    const perStep =
      this.#afterFirstStep !== undefined && current > 1
        ? (now - this.#afterFirstStep) / (current - 1)
        : (now - this.#start) / current;
    if (current === 1) this.#afterFirstStep = now;
    return perStep;
  }

  #count(current: number): string {
    const target = this.target ?? current;
    return `${String(current).padStart(String(target).length)}/${target}`;
  }

  #bar(current: number): string {
    if (this.target === null) return `${String(current).padStart(7)}/Unknown`;
    const filled = Math.floor(this.#width * Math.min(1, current / Math.max(1, this.target)));
    return `${bold(this.#count(current))} ${green('━'.repeat(filled))}${white('━'.repeat(this.#width - filled))}`;
  }
}
