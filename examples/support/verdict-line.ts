import { doctor } from 'keratin';

const marks = { note: '·', warning: '!', fault: '✗' } as const;
/** Findings that say something of whether a net learns; the others are remarks on style. */
const style: readonly doctor.Cause[] = [
  'selu_conditions',
  'bias_before_normalization',
  'initial_loss',
  'constant_features',
];

/** What the doctor says of a net, in a line, and its first remedy. */
export function verdictLine(name: string, findings: readonly doctor.Finding[]): string {
  const [worst] = findings.filter(({ cause, severity }) => severity !== 'note' || !style.includes(cause));
  if (worst === undefined) return `  ✓ ${name}: healthy`;
  const [remedy] = worst.remedies;
  const title = doctor.causes[worst.cause].title.toLowerCase();
  return `  ${marks[worst.severity]} ${name}: ${title} (${worst.severity})${remedy === undefined ? '' : `\n      ${remedy.summary}`}`;
}
