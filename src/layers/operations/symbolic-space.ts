import { camelCase, snakeCase } from '../../support/case.ts';
import { ArgumentError } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { registerClasses } from '../../support/registry.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { hasSymbolic } from '../call-inputs.ts';
import { symbolicOptions } from '../inbound-node.ts';
import { isKerasTensor, type KerasTensor } from '../keras-tensor.ts';
import type { Structure } from '../structure.ts';
import { type AnyFunction, Operation, type Parameter, readSignature } from './operation.ts';
import { OPERATIONS } from './operation-table.ts';

/** A parameter that takes tensors, taking symbolic ones as well. */
type SymbolicArgument<P> = [TensorLike] extends [P]
  ? P | KerasTensor
  : P extends readonly (infer Item)[]
    ? [TensorLike] extends [Item]
      ? readonly (Item | KerasTensor)[]
      : P
    : P;

type SymbolicArguments<Args extends readonly unknown[]> = { [I in keyof Args]: SymbolicArgument<Args[I]> };

/** A result with symbolic tensors in the places of tensors. */
type SymbolicResult<R> = R extends Tensor
  ? KerasTensor
  : R extends readonly unknown[]
    ? { [I in keyof R]: SymbolicResult<R[I]> }
    : R;

/** A function, or a namespace of functions, that also takes symbolic tensors and then gives symbolic tensors. */
export type Symbolic<F> = F extends (...args: infer Args extends readonly unknown[]) => infer Result
  ? F & ((...args: SymbolicArguments<Args>) => SymbolicResult<Result>)
  : F extends object
    ? SymbolicSpace<F>
    : F;

export type SymbolicSpace<Space> = { readonly [Name in keyof Space]: Symbolic<Space[Name]> };

/** What asks a symbolic tensor for what it knows. */
const questions: Readonly<Record<string, (x: KerasTensor) => unknown>> = {
  shape: (x) => x.shape,
  ndim: (x) => x.rank,
  dtype: (x) => x.dtype,
  isTensor: () => true,
};

/** JavaScript's arguments by Keras's names: positional ones, and those of an options object at the end. */
function bind(parameters: readonly Parameter[], args: readonly unknown[]): Record<string, unknown> {
  const last = args.at(-1);
  const required = parameters.filter(({ optional, rest }) => !optional && !rest).length;
  const hasOptions = isPlainRecord(last) && args.length > Math.max(1, Math.min(required, args.length - 1));
  const positional = hasOptions ? args.slice(0, -1) : args;
  const named: [string, unknown][] = parameters.flatMap(({ name, rest }, i): [string, unknown][] =>
    rest ? [[name, positional.slice(i)]] : i < positional.length ? [[name, positional[i]]] : [],
  );
  const options = hasOptions
    ? Object.entries(last).map(([key, value]): [string, unknown] => [snakeCase(key), value])
    : [];
  return Object.fromEntries([...named, ...options]);
}

type OperationClass = new (options?: Readonly<Record<string, unknown>>) => Operation;

function operationClass(name: string, compute: AnyFunction, line: string): OperationClass {
  const { module, className, parameters } = readSignature(line);
  class NamedOperation extends Operation {
    static override readonly className: string = className;
    protected override readonly compute = compute;
    override readonly parameters = parameters;

    static override fromConfig(config: Readonly<Record<string, unknown>>): Operation {
      return new NamedOperation(config);
    }
  }
  // Two functions may share one operation (`swish` and `silu`): the one that is called like it reads configs.
  if (!known.has(`${module}.${className}`) || camelCase(name) === camelCase(snakeCase(className))) {
    known.add(`${module}.${className}`);
    registerClasses(module, [NamedOperation]);
  }
  return NamedOperation;
}

const known = new Set<string>();

/** The function as it is on tensors, and as an operation on symbolic ones. */
function symbolicFunction(name: string, compute: AnyFunction): AnyFunction {
  const line = OPERATIONS[name];
  const cls = line === undefined ? undefined : operationClass(name, compute, line);
  return (...args: unknown[]): unknown => {
    if (!args.some((arg) => hasSymbolic(arg))) return compute(...args);
    const [first] = args;
    const question = questions[name];
    if (question !== undefined && isKerasTensor(first)) return question(first);
    if (cls === undefined) {
      throw new ArgumentError(
        `ops.${name} takes no symbolic tensors: call it in a Lambda layer, or in the call of a layer of your own. Received: ${symbolicOptions(args).map(String).join(', ')}`,
      );
    }
    const parameters = readSignature(OPERATIONS[name] ?? '').parameters;
    const values = bind(parameters, args);
    const configured = parameters.filter((parameter) => parameter.configured && !hasSymbolic(values[parameter.name]));
    const own = Object.fromEntries(configured.map((parameter) => [parameter.name, values[parameter.name]]));
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => !(key in own)));
    return new cls(own).apply<Structure<KerasTensor>>([], { arguments: rest });
  };
}

function wrap(space: object, prefix: string): object {
  return Object.fromEntries(
    Object.entries(space).map(([name, member]: [string, unknown]) => {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      // Whatever a function of the namespace takes, it is called with what the caller gave.
      if (typeof member === 'function') return [name, symbolicFunction(path, member as AnyFunction)];
      return [name, typeof member === 'object' && member !== null ? wrap(member, path) : member];
    }),
  );
}

/** A namespace whose functions also take symbolic tensors, which makes them operations of a functional model. */
export const symbolicSpace = <Space extends object>(space: Space): SymbolicSpace<Space> =>
  // The members are the same, each with a second signature.
  wrap(space, '') as SymbolicSpace<Space>;
