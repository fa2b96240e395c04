import { Model } from '../../models/index.ts';
import { ArgumentError, StateError } from '../../support/errors.ts';
import { deserializeObject, isSerialized, type SerializedObject, serializeObject } from '../../support/registry.ts';
import type { Plan, PlanOptions } from './remedy.ts';

/**
 * Writes a compiled model down as a plan, the plain data that remedies edit. It has no weights: training by it begins anew.
 *
 * @param model a compiled Sequential or functional model
 * @param options `epochs` (default 10) and `batchSize` (default 32): how it is to be trained
 * @throws StateError when the model isn't compiled, ArgumentError when it has a `call` of its own
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const plan = doctor.planOf(model, { epochs: 20 });
 * console.log(plan.epochs, plan.batchSize, plan.model.class_name); // => 20 32 Sequential
 * ```
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

/**
 * Makes the model of a plan: new, with new weights, and compiled.
 *
 * @param plan from `planOf`, a remedy's `edit`, or a treatment
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3)]);
 * model.compile({ optimizer: 'adam', loss: 'mse' });
 * const again = doctor.modelOf(doctor.planOf(model));
 * console.log(again.countParams(), again.compiled); // => 9 true
 * ```
 */
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
