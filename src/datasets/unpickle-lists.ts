import { DatasetError } from './dataset-error.ts';

/** What a pickle says is to be made of something by a function: kept as it is said, never done. */
interface Made {
  readonly by: string;
  readonly of: readonly Value[];
  state?: Value;
}

type Value = number | string | boolean | null | Uint8Array | Value[] | Made | { readonly global: string };

/** The functions that an array of objects is put together with; everything else is refused. */
const KNOWN: ReadonlySet<string> = new Set([
  'numpy.core.multiarray _reconstruct',
  'numpy._core.multiarray _reconstruct',
  'numpy ndarray',
  'numpy dtype',
  // How Python 3 writes bytes for Python 2.
  '_codecs encode',
]);

const MARK = Symbol('mark');

const refused = (what: string): DatasetError => new DatasetError(`The pickle in the file is refused: ${what}.`);

/** The machine that a pickle is a program of: a stack, and numbered values that were set aside. */
class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: (Value | typeof MARK)[] = [];
  readonly #memo = new Map<number, Value>();
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  #skip(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw refused('it ends too early');
    this.#at += count;
    return at;
  }

  #byte = (): number => this.#view.getUint8(this.#skip(1));
  #uint32 = (): number => this.#view.getUint32(this.#skip(4), true);
  #raw = (count: number): Uint8Array => this.#bytes.subarray(this.#skip(count), this.#at);
  #text = (count: number): string => new TextDecoder().decode(this.#raw(count).slice());

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw refused('it ends too early');
    const text = this.#text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  #pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw refused('its stack is empty');
    return value;
  }

  #top(): Value {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw refused('its stack is empty');
    return value;
  }

  #popToMark(): Value[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) throw refused('it has no mark');
    const values = this.#stack.splice(at).slice(1);
    return values.filter((value) => value !== MARK);
  }

  #popMany(count: number): Value[] {
    const values = Array.from({ length: count }, () => this.#pop());
    return values.reverse();
  }

  #global(name: string): void {
    if (!KNOWN.has(name)) throw refused(`it wants ${JSON.stringify(name)}`);
    this.#stack.push({ global: name });
  }

  #recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw refused(`it has no value ${key}`);
    this.#stack.push(value);
  }

  #extend(values: readonly Value[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw refused('it appends to what is no list');
    for (const value of values) list.push(value);
  }

  #reduce(): void {
    const [callee, of] = this.#popMany(2);
    if (callee === undefined || !isRecord(callee) || !('global' in callee) || !Array.isArray(of))
      throw refused('it calls what is no function');
    this.#stack.push({ by: callee.global, of });
  }

  #build(): void {
    const state = this.#pop();
    const made = this.#top();
    if (!isRecord(made) || !('by' in made)) throw refused('it gives a state to what has none');
    made.state = state;
  }

  /** Little-endian two's complement. */
  #long(count: number): number {
    const bytes = this.#raw(count);
    const magnitude = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
    return (bytes.at(-1) ?? 0) >= 128 ? magnitude - 256 ** count : magnitude;
  }

  /** Runs the program: https://github.com/python/cpython/blob/main/Lib/pickletools.py describes each instruction. */
  run(): Value {
    const push = (value: Value | typeof MARK): void => {
      this.#stack.push(value);
    };
    for (;;) {
      const code = String.fromCharCode(this.#byte());
      switch (code) {
        case '.':
          return this.#pop();
        case '\x80':
          this.#skip(1);
          break;
        case '\x95':
          this.#skip(8);
          break;
        case '(':
          push(MARK);
          break;
        case 'N':
          push(null);
          break;
        case '\x88':
          push(true);
          break;
        case '\x89':
          push(false);
          break;
        case 'K':
          push(this.#byte());
          break;
        case 'M':
          push(this.#view.getUint16(this.#skip(2), true));
          break;
        case 'J':
          push(this.#view.getInt32(this.#skip(4), true));
          break;
        case '\x8a':
          push(this.#long(this.#byte()));
          break;
        case 'U':
        case '\x8c':
          push(this.#text(this.#byte()));
          break;
        case 'T':
        case 'X':
          push(this.#text(this.#uint32()));
          break;
        case 'C':
          push(this.#raw(this.#byte()));
          break;
        case 'B':
          push(this.#raw(this.#uint32()));
          break;
        case ']':
        case ')':
          push([]);
          break;
        case '\x85':
          push(this.#popMany(1));
          break;
        case '\x86':
          push(this.#popMany(2));
          break;
        case '\x87':
          push(this.#popMany(3));
          break;
        case 't':
        case 'l':
          push(this.#popToMark());
          break;
        case 'a':
          this.#extend([this.#pop()]);
          break;
        case 'e':
          this.#extend(this.#popToMark());
          break;
        case 'q':
          this.#memo.set(this.#byte(), this.#top());
          break;
        case 'r':
          this.#memo.set(this.#uint32(), this.#top());
          break;
        case '\x94':
          this.#memo.set(this.#memo.size, this.#top());
          break;
        case 'h':
          this.#recall(this.#byte());
          break;
        case 'j':
          this.#recall(this.#uint32());
          break;
        case 'c':
          this.#global(`${this.#line()} ${this.#line()}`);
          break;
        case '\x93': {
          const names = this.#popMany(2);
          // Lists within lists, each named twice, would make a text without end.
          if (!names.every((name) => typeof name === 'string')) throw refused('it names a function by what is no text');
          this.#global(names.join(' '));
          break;
        }
        case 'R':
          this.#reduce();
          break;
        case 'b':
          this.#build();
          break;
        default:
          throw refused(`it has the instruction ${JSON.stringify(code)}`);
      }
    }
  }
}

const isRecord = (value: Value): value is Made | { readonly global: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/**
 * Lists of integers from the pickle of a NumPy array of objects. Nothing is run: a pickle is a program, of which only what
 * lists of integers need is understood.
 *
 * @param bytes a file, of which the pickle is the end
 * @throws DatasetError when it holds anything else
 */
export function unpickleLists(bytes: Uint8Array, at: number): number[][] {
  const array = new Machine(bytes, at).run();
  const state = isRecord(array) && 'by' in array && array.by.endsWith(' _reconstruct') ? array.state : undefined;
  const lists = Array.isArray(state) ? state[4] : undefined;
  if (!Array.isArray(lists)) throw refused('it is no array of objects');
  // A list may be named many times, but honest ones are all written out.
  let count = 0;
  for (const list of lists) {
    if (Array.isArray(list)) count += list.length;
    if (!Array.isArray(list) || count > bytes.length || !list.every(Number.isSafeInteger))
      throw refused('it holds something other than lists of integers');
  }
  return lists as number[][];
}
