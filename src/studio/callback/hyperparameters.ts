import type { Model } from '../../models/index.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { isSerialized } from '../../support/registry.ts';
import type { HyperparameterValue } from '../protocol/index.ts';

/** The settings by which runs are compared: optimizer, loss, size, and what kinds of layers there are. */
export function hyperparametersOf(
  model: Model,
  { epochs, batchSize }: { readonly epochs: number; readonly batchSize: number | null },
): { [name: string]: HyperparameterValue } {
  const found: { [name: string]: HyperparameterValue } = { epochs };
  if (batchSize !== null) found.batch_size = batchSize;
  const compile = safely(() => model.getCompileConfig()) ?? {};
  const { optimizer, loss } = compile;
  if (isSerialized(optimizer)) {
    found.optimizer = optimizer.class_name;
    const rate = optimizer.config.learning_rate;
    if (typeof rate === 'number') found.learning_rate = Number(rate.toPrecision(6));
    else if (isPlainRecord(rate)) found.learning_rate = String(rate.class_name);
    for (const name of ['momentum', 'clipvalue', 'clipnorm', 'weight_decay']) {
      const value = optimizer.config[name];
      if (typeof value === 'number' && value !== 0) found[name] = Number(value.toPrecision(6));
    }
  }
  if (typeof loss === 'string') found.loss = loss;
  else if (isSerialized(loss)) found.loss = loss.class_name;
  found.layers = model.layers.length;
  found.parameters = safely(() => model.countParams()) ?? 0;
  const activations = new Set(
    model.layers.flatMap((layer) => {
      const activation = safely(() => layer.getConfig().activation);
      return typeof activation === 'string' && activation !== 'linear' ? [activation] : [];
    }),
  );
  if (activations.size > 0) found.activation = [...activations].join(', ');
  return found;
}

/** Models with parts that can't be written down are compared by the rest. */
function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
