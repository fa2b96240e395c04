import type { Instr, Kernel, KernelOp, Reg, RegType } from './kernel.ts';

type VectorOf<T extends RegType> = T extends 'f32' ? 'vf32' : 'vi32';

/** Writes a kernel instruction by instruction. Values are registers; each operation makes a new one. */
export class KernelBuilder {
  readonly lanes: number;
  readonly begin: Reg;
  readonly end: Reg;
  readonly #registers: Reg[] = [];
  readonly #constants = new Map<Reg, number>();
  #own: Reg | undefined;
  readonly #reads = new Set<number>();
  readonly #writes = new Set<number>();
  #body: Instr[] = [];

  constructor(lanes: number) {
    this.lanes = lanes;
    this.begin = this.reg('index');
    this.end = this.reg('index');
  }

  /** A number below the kernel's units that no other thread has at the same time. */
  get own(): Reg {
    this.#own ??= this.reg('index');
    return this.#own;
  }

  reg(type: RegType): Reg {
    const reg = { id: this.#registers.length, type };
    this.#registers.push(reg);
    return reg;
  }

  emit(instr: Instr): void {
    this.#body.push(instr);
    if ('dst' in instr) this.#constants.delete(instr.dst);
  }

  /** The instructions that `write` emits, collected instead of appended. */
  block(write: () => void): Instr[] {
    const outer = this.#body;
    const inner: Instr[] = [];
    this.#body = inner;
    write();
    this.#body = outer;
    return inner;
  }

  loop(from: Reg | number, to: Reg | number, step: number, body: (counter: Reg) => void): void {
    const counter = this.reg('index');
    const instrs = this.block(() => body(counter));
    this.emit({ kind: 'loop', counter, from, to, step, body: instrs });
  }

  if(condition: Reg, then: () => void): void {
    this.emit({ kind: 'if', condition, body: this.block(then) });
  }

  const(type: RegType, value: number): Reg {
    const dst = this.reg(type);
    this.emit({ kind: 'const', dst, value });
    this.#constants.set(dst, value);
    return dst;
  }

  /** A register that starts with a number and may be written again. */
  variable(type: RegType, value: number): Reg {
    const dst = this.reg(type);
    this.emit({ kind: 'const', dst, value });
    return dst;
  }

  op(op: KernelOp, type: RegType, ...args: Reg[]): Reg {
    const dst = this.reg(type);
    this.emit({ kind: 'op', op, dst, args });
    return dst;
  }

  /** Writes the result into an existing register: accumulators. */
  opInto(dst: Reg, op: KernelOp, ...args: Reg[]): void {
    this.emit({ kind: 'op', op, dst, args });
  }

  copy(dst: Reg, src: Reg): void {
    this.emit({ kind: 'copy', dst, src });
  }

  shift(op: 'shl' | 'shr', src: Reg, bits: number): Reg {
    const dst = this.reg(src.type);
    this.emit({ kind: 'shift', op, dst, src, bits });
    return dst;
  }

  base(buffer: number, use: 'read' | 'write'): Reg {
    (use === 'read' ? this.#reads : this.#writes).add(buffer);
    const dst = this.reg('index');
    this.emit({ kind: 'base', dst, buffer });
    return dst;
  }

  load(type: RegType, base: Reg, offset = 0): Reg {
    const dst = this.reg(type);
    this.emit({ kind: 'load', dst, base, offset });
    return dst;
  }

  loadSplat(type: 'vf32' | 'vi32', base: Reg, offset = 0): Reg {
    const dst = this.reg(type);
    this.emit({ kind: 'loadSplat', dst, base, offset });
    return dst;
  }

  transpose(regs: readonly Reg[]): void {
    this.emit({ kind: 'transpose', regs, scratch: regs.map((reg) => this.reg(reg.type)) });
  }

  store(src: Reg, base: Reg, offset = 0): void {
    this.emit({ kind: 'store', src, base, offset });
  }

  prefetch(base: Reg, offset: number): void {
    this.emit({ kind: 'prefetch', base, offset });
  }

  splat<T extends 'f32' | 'i32'>(src: Reg, type: T): Reg {
    const vector: VectorOf<RegType> = type === 'f32' ? 'vf32' : 'vi32';
    const dst = this.reg(vector);
    this.emit({ kind: 'splat', dst, src });
    return dst;
  }

  extract(src: Reg, lane: number): Reg {
    const dst = this.reg(src.type === 'vf32' ? 'f32' : 'i32');
    this.emit({ kind: 'extract', dst, src, lane });
    return dst;
  }

  /** base + counter * bytes, for addresses. */
  offset(base: Reg, counter: Reg, bytes: number): Reg {
    if (bytes === 0) return base;
    const scaled = bytes === 1 ? counter : this.op('mul', 'index', counter, this.const('index', bytes));
    return this.op('add', 'index', base, scaled);
  }

  plus(index: Reg, bytes: number): Reg {
    return bytes === 0 ? index : this.op('add', 'index', index, this.const('index', bytes));
  }

  finish(name: string, units: number, parallel: boolean): Kernel {
    return {
      name,
      body: this.#body,
      registers: this.#registers,
      constants: this.#constants,
      begin: this.begin,
      end: this.end,
      own: this.#own,
      counters: [],
      units,
      parallel,
      reads: [...this.#reads],
      writes: [...this.#writes],
    };
  }
}
