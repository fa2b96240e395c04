import type { Node } from '../graph/node.ts';

/** To whom the values of a kernel belong: the scopes in which they were traced, or else those of what they are made of. */
export function scopesOf(nodes: readonly Node[]): string[] {
  let level: readonly Node[] = nodes;
  for (let depth = 0; depth < 8 && level.length > 0; depth++) {
    const found = new Set(level.flatMap((node) => node.scope ?? []));
    if (found.size > 0) return [...found];
    level = [...new Set(level.flatMap((node) => node.inputs))];
  }
  return [];
}
