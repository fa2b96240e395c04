/** A number in two digits: enough for what changes thirty times a second. */
export function shortText(value: number | undefined): string {
  if (value === undefined) return '–';
  return value !== 0 && Math.abs(value) < 0.01 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
}
