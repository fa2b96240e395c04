import { LayerState } from '../../layers/layer-state.ts';
import { Optimizer } from '../../optimizers/optimizer.ts';
import { snakeCase } from '../../support/case.ts';
import { classNameOf } from '../../support/naming.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Variable } from '../../tensor/variable.ts';

/** Something with variables of its own, and where files keep them. */
export interface SavedPart {
  /** Such as `/layers/dense`; the model itself has the empty path. */
  readonly path: string;
  readonly owner: LayerState | Optimizer;
  readonly variables: readonly Variable[];
}

const isOwner = (x: unknown): x is LayerState | Optimizer => x instanceof LayerState || x instanceof Optimizer;

const isContainer = (x: unknown): x is readonly unknown[] | { readonly [key: string]: unknown } =>
  Array.isArray(x) || isPlainRecord(x);

/** Python's name of an object's class, in snake case. */
const fileNameOf = (owner: LayerState | Optimizer): string =>
  snakeCase(owner instanceof LayerState ? owner.pythonName : classNameOf(owner));

/** Keras's order of attributes: by name, those that begin with an underscore last. */
const sortKey = (name: string): string => (name.startsWith('_') ? `~${name}` : name);

function attributesOf(owner: LayerState | Optimizer): readonly (readonly [name: string, held: unknown])[] {
  const attributes = owner instanceof LayerState ? owner.savedAttributes() : optimizerAttributes(owner);
  const layers = attributes.filter(([name]) => name === 'layers');
  const others = attributes.filter(([name]) => name !== 'layers');
  others.sort(([a], [b]) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return [...layers, ...others];
}

const optimizerAttributes = (optimizer: Optimizer): [string, unknown][] =>
  Object.entries(optimizer).map(([name, held]) => [snakeCase(name), held]);

/**
 * Everything in a model that has variables, under the paths that Keras's files have: attributes by name, and in lists
 * the class name in snake case, numbered within the list. What is met twice has the first path.
 * (Keras: `keras/src/saving/saving_lib.py`.)
 */
export function savedParts(model: LayerState): SavedPart[] {
  const parts: SavedPart[] = [];
  const seen = new Set<object>();
  const visit = (owner: LayerState | Optimizer, path: string): void => {
    if (seen.has(owner)) return;
    seen.add(owner);
    parts.push({ path, owner, variables: owner instanceof LayerState ? owner.ownWeights : owner.variables });
    for (const [name, held] of attributesOf(owner)) {
      if (isOwner(held)) visit(held, `${path}/${name}`);
      else if (isContainer(held)) visitAll(held, `${path}/${name}`);
    }
  };
  const visitAll = (container: readonly unknown[] | { readonly [key: string]: unknown }, path: string): void => {
    if (seen.has(container)) return;
    seen.add(container);
    const used = new Map<string, number>();
    const uniqueName = (name: string): string => {
      const count = used.get(name) ?? 0;
      used.set(name, count + 1);
      return count === 0 ? name : `${name}_${count}`;
    };
    for (const item of Array.isArray(container) ? container : Object.values(container)) {
      if (isOwner(item)) visit(item, `${path}/${uniqueName(fileNameOf(item))}`);
      else if (isContainer(item)) visitAll(item, `${path}/${uniqueName('container')}`);
    }
  };
  visit(model, '');
  return parts;
}

/** What a part is called in messages. */
export const describePart = ({ owner, path }: SavedPart): string =>
  owner instanceof Optimizer ? `optimizer "${owner.name}"` : `layer "${owner.name}" (${path === '' ? '/' : path})`;
