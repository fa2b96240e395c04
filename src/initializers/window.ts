import { unknownName } from '../support/errors.ts';

/** sum of a_k cos(2 pi k i / m), the form that most windows have. */
const cosineSum =
  (...coefficients: readonly number[]) =>
  (i: number, m: number): number =>
    coefficients.reduce((sum, a, k) => sum + a * Math.cos((2 * Math.PI * k * i) / m), 0);

/** Windows by SciPy's names: value i of a symmetric window of m + 1 values. */
const windows = {
  boxcar: () => 1,
  rectangular: () => 1,
  triang: (i: number, m: number) => {
    const half = Math.floor((m + 2) / 2);
    const position = i < half ? i + 1 : m + 1 - i;
    return m % 2 === 0 ? (2 * position) / (m + 2) : (2 * position - 1) / (m + 1);
  },
  bartlett: (i: number, m: number) => 1 - Math.abs((2 * i) / m - 1),
  hann: cosineSum(0.5, -0.5),
  hamming: cosineSum(0.54, -0.46),
  blackman: cosineSum(0.42, -0.5, 0.08),
  blackmanharris: cosineSum(0.35875, -0.48829, 0.14128, -0.01168),
  nuttall: cosineSum(0.3635819, -0.4891775, 0.1365995, -0.0106411),
  flattop: cosineSum(0.21557895, -0.41663158, 0.277263158, -0.083578947, 0.006947368),
  cosine: (i: number, m: number) => Math.sin((Math.PI / (m + 1)) * (i + 0.5)),
} satisfies Record<string, (i: number, m: number) => number>;

export type WindowName = keyof typeof windows;

const isWindowName = (name: string): name is WindowName => Object.hasOwn(windows, name);

/** A window of `length` values as `scipy.signal.get_window` makes it; a periodic one is a longer one's beginning. */
export function windowValues(name: string, length: number, periodic: boolean): number[] {
  if (!isWindowName(name)) throw unknownName('window', name, Object.keys(windows));
  const steps = periodic ? length : length - 1;
  if (length <= 1) return Array.from({ length }, () => 1);
  return Array.from({ length }, (_, i) => windows[name](i, steps));
}
