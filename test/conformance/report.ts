import type { GroupReport } from './suite.ts';

const times = (error: number): string => (Number.isFinite(error) ? `${error.toPrecision(2)} tol` : 'not comparable');

/** One line: passed, failed with the worst error, unsupported by name. */
export function groupLine({ group, passed, failures, unsupported, unsupportedCases, worst }: GroupReport): string {
  const parts = [`${passed} passed`];
  if (worst !== null && worst.error > 0) parts[0] += ` (worst ${times(worst.error)}: ${worst.id})`;
  if (failures.length > 0) {
    const top = failures.reduce((a, b) => (b.error > a.error ? b : a));
    parts.push(`${failures.length} FAILED (worst ${times(top.error)}: ${top.id})`);
  }
  if (unsupportedCases > 0) {
    const names = [...unsupported].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
    parts.push(`${unsupportedCases} unsupported (${names.join(', ')})`);
  }
  return `${group.padEnd(22)} ${parts.join('; ')}`;
}

/** The failed cases of a group with what is wrong, indented. */
export const failureLines = ({ failures }: GroupReport): string[] =>
  failures.flatMap(({ id, reasons }) => [
    `  ${id}`,
    ...reasons.slice(0, 5).map((reason) => `    ${reason}`),
    ...(reasons.length > 5 ? [`    ... ${reasons.length - 5} more`] : []),
  ]);
