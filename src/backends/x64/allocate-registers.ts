import type { Reg } from '../../compiler/kernel.ts';
import type { LiveRanges } from './live-ranges.ts';

/**
 * Linear scan (Poletto and Sarkar, 1999) over one class of registers; of those that compete, the one whose place in
 * memory costs least goes there.
 *
 * @param regs in the order in which their ranges start
 * @param available numbers of the machine's registers
 * @param places gets for each register id the number of a machine's register, or ~slot of the stack frame
 * @returns how many slots were needed
 */
export function allocateRegisters(
  regs: readonly Reg[],
  { start, end, cost }: LiveRanges,
  available: readonly number[],
  places: Int32Array,
): number {
  const count = available.length;
  const holders: (Reg | undefined)[] = new Array(count).fill(undefined);
  /** Where the range of each holder ends. */
  const busyUntil = new Int32Array(count).fill(-1);
  const weights = new Float64Array(count);
  let slots = 0;
  for (const reg of regs) {
    const { id } = reg;
    const from = start[id] ?? 0;
    const to = end[id] ?? 0;
    const weight = (cost[id] ?? 0) / (1 + to - from);
    let chosen = -1;
    let lightest = weight;
    for (let i = 0; i < count; i++) {
      if ((busyUntil[i] ?? 0) < from) {
        chosen = i;
        break;
      }
      const other = weights[i] ?? 0;
      if (other < lightest) {
        lightest = other;
        chosen = i;
      }
    }
    const number = available[chosen];
    const holder = holders[chosen];
    if (number === undefined) {
      places[id] = ~slots++;
      continue;
    }
    if (holder !== undefined && (busyUntil[chosen] ?? 0) >= from) places[holder.id] = ~slots++;
    holders[chosen] = reg;
    busyUntil[chosen] = to;
    weights[chosen] = weight;
    places[id] = number;
  }
  return slots;
}
