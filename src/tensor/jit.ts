import type { Executable } from '../backends/backend.ts';
import * as g from '../graph/build.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';
import { ArgumentError, describe, StateError } from '../support/errors.ts';
import { compileStaged } from './compile-staged.ts';
import { evaluate } from './evaluate.ts';
import { runExecutable } from './profile.ts';
import { currentBackend } from './runtime.ts';
import { Storage } from './storage.ts';
import { Tensor } from './tensor.ts';
import { currentTrace, Trace, withTrace } from './trace.ts';
import { Variable } from './variable.ts';

/** What a compiled function takes and gives: tensors, in arrays if need be. Other arguments are part of the signature. */
export type Tree =
  | Tensor
  | readonly Tree[]
  | { readonly [key: string]: Tree }
  | string
  | number
  | boolean
  | null
  | undefined;

/** One compiled specialization of a function. */
interface Program {
  readonly executable: Executable;
  /** Where each parameter's buffer comes from. An argument is given by its position. */
  readonly sources: readonly (Variable | Storage | number)[];
  readonly written: readonly Variable[];
  readonly outputs: readonly { readonly shape: Tensor['shape']; readonly dtype: Tensor['dtype'] }[];
  readonly rebuild: (results: readonly Tensor[]) => Tree;
}

class Argument {
  readonly position: number;
  constructor(position: number) {
    this.position = position;
  }
}

/** Collects the tensors of a tree, and a function that puts others in their places. */
function flatten(tree: Tree, leaves: Tensor[]): (replacements: readonly Tensor[]) => Tree {
  if (tree instanceof Tensor) {
    const position = leaves.push(tree) - 1;
    return (replacements) => replacements[position];
  }
  if (typeof tree !== 'object' || tree === null) return () => tree;
  if (Array.isArray(tree)) {
    const items: ((replacements: readonly Tensor[]) => Tree)[] = tree.map((item: Tree) => flatten(item, leaves));
    return (replacements) => items.map((item) => item(replacements));
  }
  const entries = Object.entries(tree).map(([key, value]) => [key, flatten(value, leaves)] as const);
  return (replacements) => Object.fromEntries(entries.map(([key, item]) => [key, item(replacements)]));
}

function signatureOf(tree: Tree): string {
  if (tree instanceof Tensor) return `${tree.dtype}[${tree.shape.join(',')}]`;
  if (Array.isArray(tree)) return `[${tree.map((item: Tree) => signatureOf(item)).join(';')}]`;
  if (typeof tree === 'object' && tree !== null) {
    return `{${Object.entries(tree)
      .map(([key, item]) => `${JSON.stringify(key)}:${signatureOf(item)}`)
      .join(';')}}`;
  }
  // Quoted, so that no text can look like the border between two arguments.
  return typeof tree === 'string' ? JSON.stringify(tree) : `${typeof tree}:${String(tree)}`;
}

/** Where the elements of a parameter come from, which must be this trace's own or a value that exists. */
function sourceOf(node: Node, record: Trace, placeholders: readonly Tensor[]): Variable | Storage | number {
  const source = node.op === 'parameter' ? node.attrs.source : undefined;
  if (source instanceof Storage) return source;
  if (source instanceof Variable && record.reads.get(source) === node) return source;
  if (source instanceof Argument && placeholders[source.position]?.node === node) return source.position;
  throw new StateError(
    'A tensor from another traced function was used here; it has no value outside of that function. Received: a traced tensor',
  );
}

function trace(fn: (...args: Tree[]) => Tree, args: readonly Tree[]): Program {
  const record = new Trace();
  const inputs: Tensor[] = [];
  const rebuildArgs = flatten(args, inputs);
  const placeholders = inputs.map((input, i) => new Tensor(g.parameter(new Argument(i), input.shape, input.dtype)));
  const outputs: Tensor[] = [];
  const traced = rebuildArgs(placeholders);
  if (!Array.isArray(traced)) throw new Error('Arguments are a list.');
  const result = withTrace(record, () => fn(...traced));
  if (result instanceof Promise) {
    // Nobody else will hear of what the function did after its first await.
    result.catch(() => undefined);
    throw new ArgumentError(
      `jit takes a synchronous function: it is traced once, not run each time. Received: an async function ${describe(fn)}`,
    );
  }
  const rebuild = flatten(result, outputs);
  const written = [...record.writes.keys()];
  const results = [...written.map((variable) => record.read(variable)), ...outputs.map((output) => output.node)];
  const order = topologicalOrder(results);
  const parameters: Node[] = order.filter((node) => node.op === 'parameter');
  for (const variable of written) {
    const node = record.initial(variable);
    if (!parameters.includes(node)) parameters.push(node);
  }
  const sources = parameters.map((node) => sourceOf(node, record, placeholders));
  const executable = compileStaged(currentBackend(), {
    parameters,
    results,
    overwrites: results.map((_, i) => {
      const variable = written[i];
      return variable === undefined ? null : parameters.indexOf(record.initial(variable));
    }),
  });
  return {
    executable,
    sources,
    written,
    outputs: outputs.map(({ shape, dtype }) => ({ shape, dtype })),
    rebuild,
  };
}

/** Where a parameter's elements are now; variables and arguments have been evaluated. */
function storageOf(source: Variable | Storage | number, inputs: readonly Tensor[]): Storage {
  if (source instanceof Storage) return source;
  const storage = source instanceof Variable ? source.peek().storage : inputs[source]?.storage;
  if (storage === undefined) throw new Error('An argument has no value.');
  return storage;
}

function execute(program: Program, args: readonly Tree[]): Tree {
  const inputs: Tensor[] = [];
  if (args.length > 0) flatten(args, inputs);
  const pending = inputs.filter((tensor) => tensor.storage === undefined);
  for (const source of program.sources)
    if (source instanceof Variable && source.peek().storage === undefined) pending.push(source.peek());
  if (pending.length > 0) evaluate(pending);
  // Variables that are overwritten first get a storage that nobody else sees; parameters must find that one.
  const written = program.written.map((variable) => variable.privateStorage().buffer());
  const parameters = program.sources.map((source) => storageOf(source, inputs).buffer());
  const results = program.outputs.map(({ shape, dtype }) => new Storage(shape, dtype));
  runExecutable(program.executable, parameters, [...written, ...results.map((result) => result.buffer())]);
  return program.rebuild(results.map((result) => new Tensor(result)));
}

/**
 * Compiles a function of tensors. It is traced once for each signature (shapes and dtypes of the tensors, values of
 * other arguments): its TypeScript runs with symbolic tensors, and everything it computes, reads from and assigns to
 * variables becomes one program. Later calls run that program; side effects other than assignments happen only while
 * tracing.
 *
 * @see https://docs.jax.dev/en/latest/_autosummary/jax.jit.html
 *
 * @example
 * ```ts
 * import { gradients, jit, ops, Variable } from 'keratin';
 * const w = new Variable(5);
 * const step = jit(() => {
 *   const loss = ops.square(w);
 *   const [dw] = gradients(loss, [w]);
 *   if (dw) w.assign(ops.subtract(w, ops.multiply(dw, 0.1)));
 *   return loss;
 * });
 * for (let i = 0; i < 3; i++) step();
 * console.log(await w.data()); // => Float32Array(1) [ 2.56 ]
 * ```
 */
export function jit<
  Args extends Tree[],
  // biome-ignore lint/suspicious/noConfusingVoidType: a step that only assigns to variables returns nothing.
  Result extends Tree | void,
>(fn: (...args: Args) => Result): (...args: Args) => Result {
  const programs = new Map<string, Program>();
  // The tree types below say the same as Args and Result, but their structure is only known at run time.
  const untyped = fn as unknown as (...args: Tree[]) => Tree;
  return (...args: Args): Result => {
    if (currentTrace() !== undefined) return fn(...args);
    const key = `${currentBackend().name}|${signatureOf(args)}`;
    let program = programs.get(key);
    if (program === undefined) {
      program = trace(untyped, args);
      programs.set(key, program);
    }
    return execute(program, args) as Result;
  };
}
