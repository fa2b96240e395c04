import type { Reg } from '../../compiler/kernel.ts';
import type { LiveRange } from './live-ranges.ts';

/** Where a register's value is: in a register of the machine, or in a slot of the stack frame. */
export type Place =
  | { readonly kind: 'register'; readonly number: number }
  | { readonly kind: 'slot'; readonly slot: number };

/**
 * Linear scan (Poletto and Sarkar, 1999) over one class of registers; of those that compete, the one whose place in
 * memory costs least goes there.
 */
export function allocateRegisters(
  ranges: readonly LiveRange[],
  available: readonly number[],
): { places: ReadonlyMap<Reg, Place>; slots: number } {
  const places = new Map<Reg, Place>();
  const free = [...available].reverse();
  const active: { range: LiveRange; number: number }[] = [];
  let slots = 0;
  const spill = (reg: Reg) => places.set(reg, { kind: 'slot', slot: slots++ });
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    // In place: kernels have tens of thousands of ranges.
    let kept = 0;
    for (const entry of active) {
      if (entry.range.end < range.start) free.push(entry.number);
      else active[kept++] = entry;
    }
    active.length = kept;
    let number = free.pop();
    if (number === undefined) {
      const cheapest = active.reduce((a, b) => (b.range.weight < a.range.weight ? b : a));
      if (cheapest.range.weight < range.weight) {
        spill(cheapest.range.reg);
        active.splice(active.indexOf(cheapest), 1);
        number = cheapest.number;
      }
    }
    if (number === undefined) spill(range.reg);
    else {
      active.push({ range, number });
      places.set(range.reg, { kind: 'register', number });
    }
  }
  return { places, slots };
}
