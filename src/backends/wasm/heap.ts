import { type DType, hostView } from '../../support/dtype.ts';
import { MAX_PAGES } from './encode-module.ts';
import { hasSharedMemory } from './features.ts';

const PAGE = 65536;
/** Readable bytes after every block: vector loads may run over the end of a row. */
const SLACK = 64;
/** The heap grows by at least this many pages (4 MiB). */
const GROWTH = 64;

/**
 * Large blocks are this much longer than a power-of-two step, so that neighbours start at different offsets within a
 * page: streams whose addresses agree in their lowest 12 bits wait for each other's stores.
 */
const STAGGER = 320;

/** Rounds up to a multiple of a quarter of its power of two, so that freed blocks fit later requests. */
function sizeClass(bytes: number): number {
  const wanted = bytes + SLACK;
  if (wanted <= 1024) return Math.ceil(wanted / 64) * 64;
  const step = 2 ** (Math.floor(Math.log2(wanted)) - 2);
  return Math.ceil(wanted / step) * step + STAGGER;
}

/** Below this many bytes in use, nobody looks for unreachable blocks. */
const COLLECT_ABOVE = 128 * 2 ** 20;

/**
 * V8's collector, which sees only the small handles of our blocks and therefore has no reason to run. Undefined where it
 * can't be had: then blocks return when it runs by itself.
 */
function findCollector(): (() => void) | undefined {
  if (typeof process === 'undefined') return undefined;
  process.getBuiltinModule?.('node:v8').setFlagsFromString('--expose-gc');
  const gc: unknown = process
    .getBuiltinModule?.('node:vm')
    .runInNewContext('typeof gc === "function" ? gc : undefined');
  return typeof gc === 'function' ? () => gc() : undefined;
}

const NO_ARENA = { address: 0, bytes: 0 };

/** The memory that all programs share: blocks by size class, freed blocks first. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  readonly #owner: string;
  readonly #free = new Map<number, number[]>();
  /** Address 0 is never handed out. */
  #next = 64;
  #inUse = 0;
  #collectAt = COLLECT_ABOVE;
  #collected = false;
  #collector: (() => void) | undefined;
  #arena: { readonly address: number; readonly bytes: number } = NO_ARENA;

  /** @param owner the backend that messages name */
  constructor(owner: string) {
    this.#owner = owner;
    this.shared = hasSharedMemory();
    this.memory = new WebAssembly.Memory({ initial: GROWTH, maximum: MAX_PAGES, shared: this.shared });
  }

  /** Bytes in blocks that are handed out. */
  get bytesInUse(): number {
    return this.#inUse;
  }

  allocate(bytes: number): number {
    const size = sizeClass(bytes);
    if (this.#inUse + size > this.#collectAt) this.#collect();
    const address = this.#free.get(size)?.pop() ?? this.#extend(size);
    this.#inUse += size;
    return address;
  }

  free(address: number, bytes: number): void {
    const size = sizeClass(bytes);
    this.#inUse -= size;
    this.#collectAt = Math.max(COLLECT_ABOVE, Math.min(this.#collectAt, 2 * this.#inUse));
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  /**
   * Memory for the temporaries of a program while it runs. Programs run one after the other, so one arena serves them
   * all; it moves when it grows.
   */
  arena(bytes: number): number {
    if (bytes > this.#arena.bytes) {
      if (this.#arena.bytes > 0) this.free(this.#arena.address, this.#arena.bytes);
      this.#arena = NO_ARENA;
      this.#arena = { address: this.allocate(bytes), bytes };
    }
    return this.#arena.address;
  }

  /** Collects unreachable handles. Their blocks return in a later turn of the event loop: see `breathe`. */
  #collect(): void {
    this.#collector ??= findCollector();
    this.#collector?.();
    this.#collected = true;
    this.#collectAt = 1.5 * this.#inUse;
  }

  /** After a collection, waits until the blocks that it found have returned. */
  async breathe(): Promise<void> {
    if (!this.#collected) return;
    this.#collected = false;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** A view that is valid until the next allocation. */
  view(dtype: DType, address: number, size: number): ReturnType<typeof hostView<ArrayBufferLike>> {
    return hostView<ArrayBufferLike>(dtype, this.memory.buffer, address, size);
  }

  #extend(size: number): number {
    const address = this.#next;
    this.#reserve(address + size + SLACK);
    this.#next += size;
    return address;
  }

  #reserve(end: number): void {
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    const pages = this.memory.buffer.byteLength / PAGE;
    try {
      this.memory.grow(Math.min(Math.max(missing, GROWTH, Math.ceil(pages / 4)), MAX_PAGES - pages));
    } catch {
      throw this.#outOfMemory(end);
    }
    if (this.memory.buffer.byteLength < end) throw this.#outOfMemory(end);
  }

  #outOfMemory(end: number): RangeError {
    return new RangeError(
      `Out of memory: the ${this.#owner} backend has at most ${MAX_PAGES / 16} MiB, of which ${Math.round(this.#inUse / 2 ** 20)} MiB are in use. Received: a request that needs ${Math.round(end / 2 ** 20)} MiB`,
    );
  }
}
