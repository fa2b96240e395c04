import { badArgument, checkOptions } from '../support/errors.ts';
import { Callback, type HookName, hookNames } from './callback.ts';

/** Any of a callback's hooks, as plain functions. */
export type Hooks = { readonly [H in HookName]?: Callback[H] | undefined };

/**
 * A callback made of functions. `fit` also takes the plain object of functions itself.
 *
 * Source: https://keras.io/api/callbacks/lambda_callback/
 *
 * @param hooks functions by hook name: `onEpochEnd`, `onTrainBatchEnd`, `onTrainBegin`, ...
 * @throws ArgumentError for the name of a hook that does not exist, or a hook that is no function
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const printer = new callbacks.LambdaCallback({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) });
 * ```
 */
export class LambdaCallback extends Callback {
  constructor(hooks: Hooks = {}) {
    super();
    checkOptions('LambdaCallback', hooks, hookNames);
    for (const name of hookNames) {
      const hook = hooks[name];
      if (hook === undefined || hook === null) continue;
      if (typeof hook !== 'function') throw badArgument(name, 'a function', hook);
      Object.defineProperty(this, name, { value: hook.bind(this) });
    }
  }
}
