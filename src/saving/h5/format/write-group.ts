import { FieldWriter } from './field-writer.ts';

/** What a group has under a name: the address of an object's header. */
export interface NewLink {
  readonly name: string;
  readonly address: number;
}

/** Half of what a symbol node, and a node of the tree above, has room for; the superblock says so. */
export const LEAF_K = 4;
export const TREE_K = 16;

/** No free space in a heap of names. */
const NO_FREE = 1;
const SYMBOL_BYTES = 40;
const HEAD_BYTES = 24;
const NODE_BYTES = HEAD_BYTES + 2 * TREE_K * 16 + 8;

/** A node of the tree, or below it, and the last name in it: where that is in the heap. */
interface Child {
  readonly address: number;
  readonly last: number;
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** In the order of their bytes, which is that of code points. */
function byBytes(a: NewLink, b: NewLink): number {
  const [x, y] = [[...a.name], [...b.name]];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

/** One level of the tree. A key is the last name of the child before it. */
function writeLevel(out: FieldWriter, base: number, level: number, children: readonly Child[]): Child[] {
  const nodes = children.length === 0 ? [[]] : chunks(children, 2 * TREE_K);
  const first = base + out.length;
  return nodes.map((node, i) => {
    const address = first + i * NODE_BYTES;
    out
      .text('TREE')
      .u8(0, level)
      .u16(node.length)
      .u64(i === 0 ? undefined : address - NODE_BYTES, i === nodes.length - 1 ? undefined : address + NODE_BYTES)
      .u64(nodes[i - 1]?.at(-1)?.last ?? 0);
    for (const child of node) out.u64(child.address, child.last);
    out.zeros(NODE_BYTES - HEAD_BYTES - 8 - 16 * node.length);
    return { address, last: node.at(-1)?.last ?? 0 };
  });
}

/**
 * Writes what finds the members of a group: a heap of their names, symbol nodes, and a tree over these.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.1, III.B and III.D
 *
 * @param base where `out` begins in the file
 * @returns where the tree and the heap are
 */
export function writeMembers(
  out: FieldWriter,
  base: number,
  links: readonly NewLink[],
): { readonly tree: number; readonly heap: number } {
  // The empty name comes first: nothing is before it.
  const names = new FieldWriter().zeros(8);
  const symbols = [...links].sort(byBytes).map(({ name, address }) => {
    const offset = names.length;
    names.text(`${name}\0`).pad();
    return { offset, address };
  });
  const heap = base + out.length;
  out
    .text('HEAP')
    .zeros(4)
    .u64(names.length, NO_FREE, heap + 32)
    .put(names.finish());
  let children: Child[] = chunks(symbols, 2 * LEAF_K).map((node) => {
    const address = base + out.length;
    out.text('SNOD').u8(1, 0).u16(node.length);
    for (const symbol of node) out.u64(symbol.offset, symbol.address).zeros(SYMBOL_BYTES - 16);
    out.zeros((2 * LEAF_K - node.length) * SYMBOL_BYTES);
    return { address, last: node.at(-1)?.offset ?? 0 };
  });
  let level = 0;
  do children = writeLevel(out, base, level++, children);
  while (children.length > 1);
  return { tree: children[0]?.address ?? 0, heap };
}
