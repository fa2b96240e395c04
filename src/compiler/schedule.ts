import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import { type Group, membersOf } from './groups.ts';
import { dependencies } from './walk.ts';

/** A parameter whose buffer takes a result's value. */
export interface Overwrite {
  readonly result: Node;
  readonly parameter: Node;
}

export interface Schedule {
  readonly order: readonly Group[];
  /** Overwrites that would destroy a value which is still needed: they go through a copy at the end. */
  readonly deferred: ReadonlySet<Overwrite>;
}

function reaches(from: number, to: number, edges: readonly ReadonlySet<number>[]): boolean {
  const stack = [from];
  const seen = new Set<number>();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...at(edges, node));
  }
  return false;
}

/**
 * Orders kernels so that each comes after those whose values it reads, and an overwritten parameter after its last
 * other reader. `readsInPlace` tells whether the kernel that overwrites a parameter may itself read it.
 */
export function schedule(
  groups: readonly Group[],
  roots: ReadonlySet<Node>,
  overwrites: readonly Overwrite[],
  readsInPlace: (group: Group, parameter: Node) => boolean,
): Schedule {
  const hasBuffer = (node: Node) => roots.has(node);
  const groupOf = new Map<Node, Group>();
  for (const group of groups) for (const node of membersOf(group)) groupOf.set(node, group);
  const readers = new Map<Node, Set<Group>>();
  /** edges[i]: groups that must come after group i. */
  const edges = groups.map(() => new Set<number>());
  for (const group of groups) {
    for (const node of membersOf(group).flatMap((member) => dependencies(member, hasBuffer))) {
      const producer = groupOf.get(node);
      if (producer !== undefined && producer !== group) at(edges, producer.index).add(group.index);
      if (node.op === 'parameter') {
        const known = readers.get(node) ?? new Set();
        readers.set(node, known.add(group));
      }
    }
  }
  const deferred = new Set<Overwrite>();
  for (const overwrite of overwrites) {
    const writer = groupOf.get(overwrite.result);
    if (writer === undefined) {
      deferred.add(overwrite);
      continue;
    }
    const others = [...(readers.get(overwrite.parameter) ?? [])];
    const conflict = others.some((reader) =>
      reader === writer ? !readsInPlace(writer, overwrite.parameter) : reaches(writer.index, reader.index, edges),
    );
    if (conflict) deferred.add(overwrite);
    else for (const reader of others) if (reader !== writer) at(edges, reader.index).add(writer.index);
  }
  return { order: topological(groups, edges), deferred };
}

/** Kahn's algorithm; among kernels that are ready the one that was formed first. */
function topological(groups: readonly Group[], edges: readonly ReadonlySet<number>[]): Group[] {
  const waiting = groups.map(() => 0);
  for (const targets of edges) for (const target of targets) waiting[target] = at(waiting, target) + 1;
  const ready = groups.filter((group) => waiting[group.index] === 0).map((group) => group.index);
  const order: Group[] = [];
  while (ready.length > 0) {
    ready.sort((a, b) => a - b);
    const next = ready.shift();
    if (next === undefined) break;
    order.push(at(groups, next));
    for (const target of at(edges, next)) {
      waiting[target] = at(waiting, target) - 1;
      if (waiting[target] === 0) ready.push(target);
    }
  }
  if (order.length !== groups.length) throw new Error('Kernels depend on each other in a circle.');
  return order;
}
