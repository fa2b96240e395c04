import type { VitalsRecord } from '../../callbacks/index.ts';
import type { Finding } from '../finding.ts';
import { worst } from '../finding.ts';
import type { OneBatch } from '../one-batch.ts';
import type { Treatment } from '../treat/treatment.ts';
import type { Severity } from '../vocabulary.ts';

/** What a report shows; all but the findings may be missing. */
export interface ReportInput {
  /** Default `The doctor’s report`. */
  readonly title?: string;
  readonly findings: readonly Finding[];
  readonly vitals?: readonly VitalsRecord[];
  readonly history?: Readonly<Record<string, readonly number[]>>;
  readonly treatment?: Treatment | null;
  /** What `examine` said of a single batch. */
  readonly oneBatch?: OneBatch | null;
}

/** Whether a single batch was learned by heart, as a sentence. */
export function oneBatchText({ fitted, firstLoss, lastLoss, steps, open }: OneBatch): string {
  const losses = `loss ${short(firstLoss)} to ${short(lastLoss)} in ${steps} ${steps === 1 ? 'step' : 'steps'}`;
  if (open !== null) {
    const reason = open === 'time' ? 'time ran out' : 'its loss was still falling';
    return `Whether a single batch can be learned by heart is open: ${reason} (${losses}).`;
  }
  return fitted
    ? `A single batch can be learned by heart (${losses}).`
    : `A single batch was not learned by heart (${losses}): look at activations, outputs, loss, labels, penalties and dropout first.`;
}

/**
 * For programs that ask for a verdict: 0 when nothing above a note was found, 1 for warnings, 2 for faults.
 *
 * @see docs/doctor.md; Keratin's own
 *
 * @example
 * ```ts
 * import { doctor } from 'keratin';
 * console.log(doctor.exitCode({ findings: [] })); // => 0
 * ```
 */
export function exitCode(input: Pick<ReportInput, 'findings' | 'treatment'>): 0 | 1 | 2 {
  if (input.treatment?.verdict === 'healthy') return 0;
  return codes[worst(input.findings) ?? 'note'];
}

const codes = { note: 0, warning: 1, fault: 2 } as const satisfies Record<Severity, number>;

/** A number short enough for a table. */
export const short = (value: number | string | null): string => {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(1) : String(Number(value.toPrecision(3)));
};

/** The names of the layers that a finding points at. */
export const layersOf = ({ place }: Finding): readonly string[] => (place.kind === 'layers' ? place.layers : []);

/** Where a finding is, in words: names of many layers are cut short. */
export function placeText({ place }: Finding): string {
  if (place.kind !== 'layers') return place.kind;
  const [first, ...rest] = place.layers;
  const last = rest.at(-1);
  if (first === undefined) return 'layers';
  return last === undefined
    ? first
    : rest.length === 1
      ? `${first}, ${last}`
      : `${first} … ${last} (${place.layers.length} layers)`;
}
