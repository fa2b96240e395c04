import type { Executable } from '../backends/backend.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';
import { StateError } from '../support/errors.ts';
import { compileStaged } from './compile-staged.ts';
import { runExecutable } from './profile.ts';
import { currentBackend } from './runtime.ts';
import { graphSignature } from './signature.ts';
import { Storage } from './storage.ts';
import type { Tensor } from './tensor.ts';

/** Compiled programs of expressions that were evaluated outside `jit`, by backend and structure. Oldest go first. */
const programs = new Map<string, Executable>();
const MAX_PROGRAMS = 500;

function run(nodes: readonly Node[]): Storage[] {
  const backend = currentBackend();
  const parameters = topologicalOrder(nodes).filter((node) => node.op === 'parameter');
  const sources = parameters.map((node) => {
    if (node.op === 'parameter' && node.attrs.source instanceof Storage) return node.attrs.source;
    throw new StateError(
      'A tensor that was made while a function was traced by jit (or by a model) has no value outside of it. Return it from the function instead. Received: a traced tensor',
    );
  });
  const key = `${backend.name}|${graphSignature(nodes, '')}`;
  let program = programs.get(key);
  if (program === undefined) {
    program = compileStaged(backend, { parameters, results: nodes, overwrites: nodes.map(() => null) });
    const oldest = programs.keys().next();
    if (programs.size >= MAX_PROGRAMS && !oldest.done) programs.delete(oldest.value);
    programs.set(key, program);
  }
  const results = nodes.map((node) => new Storage(node.shape, node.dtype));
  runExecutable(
    program,
    sources.map((source) => source.buffer()),
    results.map((result) => result.buffer()),
  );
  return results;
}

/** Computes tensors, all that need it in one program, and returns their storages. */
export function evaluate(tensors: readonly Tensor[]): Storage[] {
  const pending = [...new Set(tensors.filter((tensor) => tensor.storage === undefined))];
  if (pending.length > 0) {
    const storages = run(pending.map((tensor) => tensor.node));
    pending.forEach((tensor, i) => {
      const storage = storages[i];
      if (storage !== undefined) tensor.settle(storage);
    });
  }
  return tensors.map((tensor) => {
    if (tensor.storage === undefined) throw new Error('A tensor has no value after its evaluation.');
    return tensor.storage;
  });
}
