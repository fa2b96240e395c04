import { Model } from '../../../src/models/index.ts';
import { deserialize } from '../../../src/optimizers/index.ts';
import { deserializeObject } from '../../../src/support/registry.ts';
import { adapter, type Case } from '../adapter.ts';
import { missingClasses } from '../missing-classes.ts';

interface SummaryCase extends Case {
  readonly model: unknown;
  readonly line_length: number;
  readonly show_trainable: boolean;
  readonly expand_nested: boolean;
  readonly optimizer?: unknown;
  readonly text: string;
  readonly total_params: number | null;
}

export const summariesAdapter = adapter<SummaryCase>({
  missing: ({ model, optimizer }) => [...missingClasses(model), ...missingClasses(optimizer)],
  run({ model: config, line_length, show_trainable, expand_nested, optimizer: serialized, text, total_params }, check) {
    const model = deserializeObject(config, { module: 'keras' });
    if (!(model instanceof Model)) throw new Error('The config is not that of a model.');
    if (serialized !== undefined) {
      const optimizer = deserialize(serialized);
      model.compile({ optimizer });
      optimizer.build(model.trainableVariables);
    }
    const printed: string[] = [];
    model.summary({
      lineLength: line_length,
      showTrainable: show_trainable,
      expandNested: expand_nested,
      printFn: (part: string) => printed.push(part),
    });
    check.equal('text', printed.join(''), text);
    if (total_params !== null) check.equal('number of parameters', model.countParams(), total_params);
  },
});
