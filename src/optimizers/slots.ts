import { describe, StateError } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';

/** What an optimizer remembers: variables of its own, some of them for one optimized variable under a name. */
export class Slots {
  readonly #optimizerName: string;
  readonly #byVariable = new Map<Variable, Map<string, Variable>>();
  /** In order of creation, which is that of Keras's files. */
  readonly variables: Variable[] = [];

  constructor(optimizerName: string) {
    this.#optimizerName = optimizerName;
  }

  /** A variable that belongs to no optimized variable in particular. */
  addShared(initial: () => TensorLike, name: string): Variable {
    const variable = new Variable(initial, { name, path: `${this.#optimizerName}/${name}`, trainable: false });
    this.variables.push(variable);
    return variable;
  }

  add(variable: Variable, name: string, initial: () => TensorLike): Variable {
    const slot = this.addShared(initial, `${variable.path.replaceAll('/', '_')}_${name}`);
    const named = this.#byVariable.get(variable) ?? new Map<string, Variable>();
    this.#byVariable.set(variable, named.set(name, slot));
    return slot;
  }

  get(variable: Variable, name: string): Variable {
    const slot = this.#byVariable.get(variable)?.get(name);
    if (slot === undefined) {
      throw new StateError(
        `Optimizer ${describe(this.#optimizerName)} remembers no ${describe(name)} of this variable. Received: ${describe(variable.path)}`,
      );
    }
    return slot;
  }

  /** Takes over what other slots remember: of the same variables under the same names, and what is shared by name. */
  inherit(others: Slots): void {
    const ofVariables = new Set<Variable>();
    for (const [variable, named] of this.#byVariable) {
      for (const [name, slot] of named) {
        ofVariables.add(slot);
        const old = others.#byVariable.get(variable)?.get(name);
        if (old !== undefined) slot.assign(old.value);
      }
    }
    for (const shared of this.variables) {
      const old = ofVariables.has(shared) ? undefined : others.variables.find(({ name }) => name === shared.name);
      if (old !== undefined) shared.assign(old.value);
    }
  }
}
