/** A number as people read it: four significant digits, thousands by letters, tiny and huge ones with an exponent. */
export function numberText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text =
    size === 0
      ? '0'
      : size < 1e-3 || size >= 1e15
        ? size.toExponential(2).replace('e+', 'e').replace('.00e', 'e')
        : size >= 1e5
          ? letters(size)
          : String(Number(size.toPrecision(4)));
  return value < 0 ? `−${text}` : text;
}

function letters(size: number): string {
  const [factor, letter] =
    size >= 1e12 ? [1e12, 'T'] : size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
  return `${Number((size / factor).toPrecision(4))} ${letter}`;
}

/** A count of steps, all of its digits: `141,000`. */
export const stepText = (step: number): string => step.toLocaleString('en');

/** A share as a percentage. */
export const percentText = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;

/** Seconds as the largest two units. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}
