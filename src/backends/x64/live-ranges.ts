import type { Instr, Kernel, Reg } from '../../compiler/kernel.ts';
import { unreachable } from '../../support/dtype.ts';

/** A use in a loop counts this many times one outside. */
const LOOP_FACTOR = 8;

/** When a kernel's registers must keep their values, by register id. Positions count instructions through the text. */
export interface LiveRanges {
  /** Registers in the order in which their ranges start. */
  readonly order: readonly Reg[];
  /** First instruction; -1 where a register is not used. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Uses, those in loops many times over: what having it in memory would cost. */
  readonly cost: Float64Array;
  /** How often the register stands in the text. */
  readonly occurrences: Int32Array;
}

interface Loop {
  readonly parent: Loop | undefined;
  readonly start: number;
  readonly depth: number;
  /** Undefined while the walk is inside. */
  end: number | undefined;
}

/**
 * A register that lives at one end of a loop's text lives through all of it, since the text is run again. Kernels have
 * thousands of instructions and are seen once, by code that is not warm yet: so this is one pass over flat arrays.
 */
class Walk implements LiveRanges {
  readonly order: Reg[] = [];
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly cost: Float64Array;
  readonly occurrences: Int32Array;
  /** The innermost loop in which the range starts. */
  readonly #startLoop: (Loop | undefined)[];
  /** The outermost loop that was entered while the register lived; at its end the register still lives. */
  readonly #heldBy: (Loop | undefined)[];
  readonly #open: Loop[] = [];
  #loop: Loop | undefined;
  #position = 0;
  #factor = 1;
  #moved = false;

  constructor(kernel: Kernel) {
    const count = kernel.registers.length;
    this.start = new Int32Array(count).fill(-1);
    this.end = new Int32Array(count);
    this.cost = new Float64Array(count);
    this.occurrences = new Int32Array(count);
    this.#startLoop = new Array(count).fill(undefined);
    this.#heldBy = new Array(count).fill(undefined);
    this.#touch(kernel.begin);
    this.#touch(kernel.end);
    for (const counter of kernel.counters) this.#touch(counter);
    if (kernel.own !== undefined) this.#touch(kernel.own);
    this.#walk(kernel.body);
    for (const { id } of this.order) {
      const heldBy = this.#heldBy[id];
      if (heldBy?.end !== undefined && heldBy.end > (this.end[id] ?? 0)) this.end[id] = heldBy.end;
    }
    if (this.#moved) this.order.sort((a, b) => (this.start[a.id] ?? 0) - (this.start[b.id] ?? 0));
  }

  #touch(reg: Reg): void {
    const { id } = reg;
    this.occurrences[id] = (this.occurrences[id] ?? 0) + 1;
    this.cost[id] = (this.cost[id] ?? 0) + this.#factor;
    this.end[id] = this.#position;
    if (this.start[id] === -1) {
      this.start[id] = this.#position;
      this.#startLoop[id] = this.#loop;
      this.order.push(reg);
      return;
    }
    let home = this.#startLoop[id];
    if (home === this.#loop) return;
    // What a loop leaves behind lives from its start, as a later turn may keep what an earlier one wrote.
    while (home?.end !== undefined) {
      this.start[id] = home.start;
      home = home.parent;
      this.#moved = true;
    }
    this.#startLoop[id] = home;
    const entered = this.#open[home === undefined ? 0 : home.depth + 1];
    if (entered !== undefined) this.#heldBy[id] = entered;
  }

  #walk(body: readonly Instr[]): void {
    for (const instr of body) {
      this.#position++;
      switch (instr.kind) {
        case 'op':
          this.#touch(instr.dst);
          for (const arg of instr.args) this.#touch(arg);
          break;
        case 'load':
        case 'loadSplat':
        case 'loadLane':
          this.#touch(instr.dst);
          this.#touch(instr.base);
          break;
        case 'const':
        case 'base':
        case 'laneIndex':
          this.#touch(instr.dst);
          break;
        case 'copy':
        case 'shift':
        case 'splat':
        case 'extract':
          this.#touch(instr.dst);
          this.#touch(instr.src);
          break;
        case 'store':
        case 'storeLane':
          this.#touch(instr.src);
          this.#touch(instr.base);
          break;
        case 'prefetch':
          this.#touch(instr.base);
          break;
        case 'transpose':
          // It makes do without the registers that it is offered beside.
          for (const reg of instr.regs) this.#touch(reg);
          break;
        case 'loop':
          this.#walkLoop(instr);
          break;
        case 'if':
          this.#touch(instr.condition);
          this.#walk(instr.body);
          break;
        default:
          unreachable(instr);
      }
    }
  }

  #walkLoop({ counter, from, to, body }: Extract<Instr, { kind: 'loop' }>): void {
    this.#touch(counter);
    if (typeof from !== 'number') this.#touch(from);
    if (typeof to !== 'number') this.#touch(to);
    const parent = this.#loop;
    const loop: Loop = { parent, start: this.#position, depth: this.#open.length, end: undefined };
    this.#open.push(loop);
    this.#loop = loop;
    this.#factor *= LOOP_FACTOR;
    this.#touch(counter);
    this.#walk(body);
    // The end of the loop's text reads the counter and the bound once more.
    this.#position++;
    this.#touch(counter);
    if (typeof to !== 'number') this.#touch(to);
    this.#factor /= LOOP_FACTOR;
    loop.end = this.#position;
    this.#open.pop();
    this.#loop = parent;
  }
}

export const liveRanges = (kernel: Kernel): LiveRanges => new Walk(kernel);
