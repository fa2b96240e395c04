import type { Node } from '../graph/node.ts';
import type { HostArray, hostView } from '../support/dtype.ts';

/** Elements in a backend's memory. Backends hand these out and take them back; nobody else looks inside. */
export interface DeviceBuffer {
  /** Number of 32-bit elements. */
  readonly size: number;
  /** Copies all elements to the host, with the bits read as `dtype`. */
  read(dtype: Node['dtype']): HostArray;
  /** Overwrites the elements from `offset` on. */
  write(values: ArrayLike<number>, dtype: Node['dtype'], offset?: number): void;
  fill(value: number, dtype: Node['dtype']): void;
  /**
   * The elements themselves, for whoever fills them right away: the view holds until memory is allocated. Undefined where
   * elements are kept in another form than `dtype` has on the host.
   */
  view?(dtype: Node['dtype']): ReturnType<typeof hostView<ArrayBufferLike>> | undefined;
  /** Gives the memory back now instead of when the buffer is unreachable. */
  free(): void;
}

/** A computation to compile. */
export interface ProgramGraph {
  /** Values from outside, in the order in which `run` gets their buffers. All are `parameter` nodes. */
  readonly parameters: readonly Node[];
  readonly results: readonly Node[];
  /**
   * For each result the index of the parameter whose buffer it overwrites (a variable's new value), or null. The
   * program reads such a parameter's old value everywhere else. No parameter is overwritten twice.
   */
  readonly overwrites: readonly (number | null)[];
}

/** Time that one kernel of a program took. */
export interface KernelTime {
  readonly name: string;
  /** To whom the kernel's values belong. */
  readonly scopes: readonly string[];
  readonly milliseconds: number;
}

/** A compiled program. One call runs all of it. */
export interface Executable {
  /** Runs the program kernel by kernel on one thread and tells what each took; undefined where there are no kernels. */
  profile?(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): KernelTime[];
  /** `results[i]` is the parameter's own buffer where the graph says that result i overwrites it. */
  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void;
}

/** Programs -> results. One contract test (backends/contract.test.ts) holds every backend against `reference`. */
export interface Backend {
  readonly name: 'reference' | 'wasm' | 'x64';
  allocate(size: number): DeviceBuffer;
  compile(graph: ProgramGraph): Executable;
  /** Awaited where values are read, so that memory of unreachable values can return; resolves at once as a rule. */
  breathe?(): Promise<void>;
}
