import type { Koffi } from './system.ts';

/** Pages for machine code: writable first, executable after, never both. */
export interface ExecutableMemory {
  /** Maps code and returns its address. */
  map(code: Uint8Array): number;
  unmap(address: number, bytes: number): void;
  /** Asks the system to back memory by large pages, where it has a way to ask. */
  preferLargePages(address: number, bytes: number): void;
}

const PAGE = 4096;
const wholePages = (bytes: number) => Math.ceil(bytes / PAGE) * PAGE;

const noRoom = () => new RangeError('Out of memory: no pages for the machine code of a program.');
const refused = () => new Error('the system refuses to make memory executable');

/** mmap and mprotect, of Linux and macOS. */
export function posixMemory(koffi: Koffi, platform: 'linux' | 'darwin'): ExecutableMemory {
  const [read, write, execute] = [1, 2, 4];
  const privateAnonymous = platform === 'linux' ? 0x22 : 0x1002;
  // What the process is linked with: the C library, whatever its file is called.
  const library = koffi.load(null);
  const mmap = library.func('int64_t mmap(void*, size_t, int, int, int, int64_t)');
  const mprotect = library.func('int mprotect(int64_t, size_t, int)');
  const munmap = library.func('int munmap(int64_t, size_t)');
  const memcpy = library.func('void memcpy(int64_t, const void*, size_t)');
  const madvise = platform === 'linux' ? library.func('int madvise(int64_t, size_t, int)') : undefined;
  return {
    map(code) {
      const bytes = wholePages(code.length);
      const address = Number(mmap(null, bytes, read | write, privateAnonymous, -1, 0));
      if (address <= 0) throw noRoom();
      memcpy(address, code, code.length);
      if (mprotect(address, bytes, read | execute) !== 0) {
        munmap(address, bytes);
        throw refused();
      }
      return address;
    },
    unmap(address, bytes) {
      munmap(address, wholePages(bytes));
    },
    preferLargePages(address, bytes) {
      const hugePages = 14;
      madvise?.(Math.ceil(address / PAGE) * PAGE, Math.floor(bytes / PAGE) * PAGE, hugePages);
    },
  };
}

/** VirtualAlloc and VirtualProtect, of Windows. */
export function windowsMemory(koffi: Koffi): ExecutableMemory {
  const [commitAndReserve, release] = [0x3000, 0x8000];
  const [readWrite, executeRead] = [0x04, 0x20];
  const library = koffi.load('kernel32.dll');
  const allocate = library.func('int64_t VirtualAlloc(void*, size_t, uint32_t, uint32_t)');
  const protect = library.func('int VirtualProtect(int64_t, size_t, uint32_t, void*)');
  const free = library.func('int VirtualFree(int64_t, size_t, uint32_t)');
  const copy = library.func('void RtlMoveMemory(int64_t, const void*, size_t)');
  return {
    map(code) {
      const bytes = wholePages(code.length);
      const address = Number(allocate(null, bytes, commitAndReserve, readWrite));
      if (address === 0) throw noRoom();
      copy(address, code, code.length);
      if (protect(address, bytes, executeRead, new Uint8Array(4)) === 0) {
        free(address, 0, release);
        throw refused();
      }
      return address;
    },
    unmap(address) {
      free(address, 0, release);
    },
    // Large pages take a privilege there.
    preferLargePages() {},
  };
}
