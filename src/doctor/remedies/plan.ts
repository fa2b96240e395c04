import { Model } from '../../models/index.ts';
import { ArgumentError, StateError } from '../../support/errors.ts';
import { deserializeObject, isSerialized, type SerializedObject, serializeObject } from '../../support/registry.ts';
import type { Plan } from './remedy.ts';

/** What is needed beside the model. */
export interface PlanOptions {
  readonly epochs?: number;
  readonly batchSize?: number;
}

/**
 * Writes a compiled model down as a plan. The plan has no weights: training by it begins anew.
 *
 * @throws ArgumentError for models that can't be written down, those with a `call` of their own
 */
export function planOf(model: Model, { epochs = 10, batchSize = 32 }: PlanOptions = {}): Plan {
  const compile = model.getCompileConfig();
  if (compile === null) throw new StateError('A plan needs a compiled model. Received: one that was not compiled');
  if (!model.isGraph)
    throw new ArgumentError(
      `Only Sequential and functional models can be written down and changed. Received: ${model.constructor.name}`,
    );
  const { compile_config: _, build_config: __, ...envelope } = serializeObject(model);
  return { model: envelope, compile, epochs, batchSize };
}

/** A new, compiled model with new weights. */
export function modelOf(plan: Plan): Model {
  const model = deserializeObject(plan.model, { module: 'keras' });
  if (!(model instanceof Model)) throw new StateError('A plan holds a model. Received: something else');
  model.compileFromConfig(plan.compile);
  return model;
}

/** The layers in a plan's model, outermost ones only. */
export function layersIn({ model }: Plan): SerializedObject[] {
  const { layers } = model.config;
  return Array.isArray(layers) ? layers.filter(isSerialized) : [];
}

/** The plan with its layers put through a function that gives one or several layers for each. */
export function mapLayers(
  plan: Plan,
  change: (
    layer: SerializedObject,
    index: number,
    all: readonly SerializedObject[],
  ) => SerializedObject | SerializedObject[],
): Plan {
  const all = layersIn(plan);
  const layers = all.flatMap((layer, i) => change(layer, i, all));
  return { ...plan, model: { ...plan.model, config: { ...plan.model.config, layers } } };
}

/** A layer with other config entries. */
export const withConfig = (layer: SerializedObject, changes: Readonly<Record<string, unknown>>): SerializedObject => ({
  ...layer,
  config: { ...layer.config, ...changes },
});

/** Whether layers can be put in and taken out: in a plain list of layers. */
export const isList = ({ model }: Plan): boolean => model.class_name === 'Sequential';

/** The plan with other settings of the optimizer. */
export function withOptimizer(plan: Plan, changes: Readonly<Record<string, unknown>>): Plan {
  const { optimizer } = plan.compile;
  if (!isSerialized(optimizer)) return plan;
  const config = { ...optimizer.config, ...changes };
  return { ...plan, compile: { ...plan.compile, optimizer: { ...optimizer, config } } };
}

/** The plan's optimizer. */
export function optimizerIn(plan: Plan): { readonly name: string; readonly config: Readonly<Record<string, unknown>> } {
  const { optimizer } = plan.compile;
  return isSerialized(optimizer)
    ? { name: optimizer.class_name, config: optimizer.config }
    : { name: 'SGD', config: {} };
}
