import type { Tensor } from '../tensor/tensor.ts';

/** Values of the loss and the metrics by name, as plain numbers. */
export type Logs = Record<string, number>;

/** Logs with their names in alphabetical order, which is the order in which Keras reports them. */
export const sortedLogs = (logs: Readonly<Logs>): Logs =>
  Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** What `onPredictBatchEnd` is told: one batch's predictions, in the structure of the model's outputs. */
export interface PredictLogs {
  readonly outputs?: Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;
}
