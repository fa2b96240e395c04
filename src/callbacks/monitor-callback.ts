import { finiteNumber, oneOf } from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { Callback } from './callback.ts';
import type { Logs } from './logs.ts';

/** How a callback that watches one value of the logs judges it. */
export interface MonitorOptions {
  /** The value to watch, by its name in the logs. Default `val_loss`. */
  readonly monitor?: string;
  /** Whether less (`min`) or more (`max`) is better; `auto` knows by the metric. Default `auto`. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A change by no more than this is no improvement. Default 0. */
  readonly minDelta?: number;
}

/** Base of the callbacks that watch one value: what an improvement is. */
export abstract class MonitorCallback extends Callback {
  readonly monitor: string;
  readonly mode: 'auto' | 'min' | 'max';
  readonly minDelta: number;
  /** The best value so far. */
  best: number | null = null;
  #direction: 'up' | 'down' | undefined;
  #warned = false;
  readonly #name: string;

  constructor(name: string, options: object, known: readonly string[], defaults: Required<MonitorOptions>) {
    super();
    checkOptions(name, options, known);
    const { monitor, mode, minDelta } = defaults;
    if (typeof monitor !== 'string' || monitor === '')
      throw badArgument('monitor', 'the name of a value in the logs', monitor);
    this.#name = name;
    this.monitor = monitor;
    this.mode = oneOf('mode', mode, ['auto', 'min', 'max']);
    this.minDelta = Math.abs(finiteNumber('minDelta', minDelta));
  }

  /** The watched value, or null with a warning (once) when the logs don't have it. */
  protected monitored(logs: Logs): number | null {
    const value = logs[this.monitor];
    if (value !== undefined) return value;
    // After Ctrl-C the last epoch is cut short, without validation.
    if (!this.#warned && !this.model.stopTraining) {
      this.#warned = true;
      console.warn(
        `${this.#name} watches ${JSON.stringify(this.monitor)}, which is not in the logs. Available: ${Object.keys(logs).join(', ')}`,
      );
    }
    return null;
  }

  /** improvement = value - minDelta beats the reference (+ minDelta where less is better) */
  protected improves(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    this.#direction ??= this.#findDirection();
    return this.#direction === 'up' ? value - this.minDelta > reference : value + this.minDelta < reference;
  }

  #findDirection(): 'up' | 'down' {
    if (this.mode !== 'auto') return this.mode === 'max' ? 'up' : 'down';
    const name = this.monitor.replace(/^val_/, '');
    if (name === 'loss') return 'down';
    const metric = this.model.reportedMetrics.find((candidate) => candidate.name === name);
    if (metric?.direction !== undefined) return metric.direction;
    throw new ArgumentError(
      `${this.#name} can't tell whether more or less of ${JSON.stringify(this.monitor)} is better; say mode: 'min' or mode: 'max'. Received: mode=${JSON.stringify(this.mode)}`,
    );
  }
}
