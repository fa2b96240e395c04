import { doctor } from 'keratin';

const marks = { note: '·', warning: '!', fault: '✗' } as const;
/** Findings that say something of whether a net learns; the others are remarks on style. */
const style: readonly doctor.Cause[] = [
  'selu_conditions',
  'bias_before_normalization',
  'initial_loss',
  'constant_features',
];

/** What the doctor says of a net, and its first remedy, in lines of at most 78 characters. */
export function verdictLine(name: string, findings: readonly doctor.Finding[]): string {
  const [worst] = findings.filter(({ cause, severity }) => severity !== 'note' || !style.includes(cause));
  if (worst === undefined) return `  ✓ ${name}: healthy`;
  const [remedy] = worst.remedies;
  const title = doctor.causes[worst.cause].title.toLowerCase();
  return [`  ${marks[worst.severity]} ${name}: ${title}`, ...wrapped(remedy?.summary ?? '', '      ')].join('\n');
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 78) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}
