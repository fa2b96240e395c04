/** The part of koffi that is used; types of koffi itself would make every user of Keratin's types install it. */
export interface Koffi {
  load(path: string | null): { func(definition: string): (...args: readonly ForeignValue[]) => unknown };
  proto(definition: string): unknown;
  call(address: bigint, type: unknown, ...args: readonly ForeignValue[]): unknown;
}

export type ForeignValue = number | null | Uint8Array;

/** What the backend asks of the computer: replaced in tests. */
export interface System {
  readonly platform: string;
  readonly arch: string;
  /** The foreign function library. Throws where it is not installed. */
  koffi(): Koffi;
}

/** This computer; undefined where there is no Node. */
export function thisSystem(): System | undefined {
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) return undefined;
  const { platform, arch } = process;
  return {
    platform,
    arch,
    koffi: () => process.getBuiltinModule('node:module').createRequire(import.meta.url)('koffi'),
  };
}
