const RESVG = '@resvg/resvg-js';

/**
 * Loads the library that makes PNG of SVG, which runs in Node alone. Bundlers for browsers fail on its native code where
 * they can follow its name, which therefore comes as an argument.
 */
export const importResvg = (name: string = RESVG): Promise<typeof import('@resvg/resvg-js')> =>
  import(/* @vite-ignore */ name);
