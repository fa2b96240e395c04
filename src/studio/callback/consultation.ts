import type { FitCall, Logs, VitalsRecord } from '../../callbacks/index.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import { type Examination, examine } from '../../doctor/examine.ts';
import type { Finding } from '../../doctor/finding.ts';
import { modelOf, planOf } from '../../doctor/remedies/plan.ts';
import type { Plan } from '../../doctor/remedies/remedy.ts';
import { markdownReport } from '../../doctor/report/markdown-report.ts';
import type { Model } from '../../models/index.ts';
import { sampleCount } from '../../models/training/sample-array.ts';
import { ArgumentError } from '../../support/errors.ts';
import type { StudioFinding } from '../protocol/index.ts';
import { pair, someSamples } from './held-out.ts';
import { studioFinding } from './studio-findings.ts';

/** Samples that the doctor looks at: more would cost more than the rest of the logging. */
const SAMPLES = 1000;

/** A model with a remedy, and how it is to be trained. */
export interface Treated {
  readonly model: Model;
  readonly plan: Plan;
  readonly remedy: string;
}

/** The doctor beside a training: examines the model before it, looks at the vitals after each epoch. */
export class Consultation {
  readonly #plan: Plan | null;
  readonly #examination: Examination | null;
  #findings: readonly Finding[];
  readonly #history: Record<string, number[]> = {};

  private constructor(plan: Plan | null, examination: Examination | null) {
    this.#plan = plan;
    this.#examination = examination;
    this.#findings = examination?.findings ?? [];
  }

  /** Models and data that the doctor can't look at (batches, steps of one's own) are trained without him. */
  static async begin(model: Model, call: FitCall | null, epochs: number): Promise<Consultation> {
    let plan: Plan | null = null;
    let examination: Examination | null = null;
    try {
      plan = planOf(model, { epochs, batchSize: call?.batchSize ?? 32 });
    } catch {
      // It can't be written down, so it can't be changed either.
    }
    try {
      const data = call === null ? null : pair(call.x, call.y);
      if (call !== null && data !== null) {
        const whole = sampleCount(data.x) <= SAMPLES;
        examination = await examine(model, {
          x: someSamples(data.x, SAMPLES),
          y: someSamples(data.y, SAMPLES),
          validationData: validationOf(call),
          // How many steps a training has can't be told from some of its samples.
          epochs: whole ? epochs : null,
          batchSize: call.batchSize,
          oneBatch: false,
        });
      }
    } catch {
      // Several inputs, steps of the user's own: nothing is said then.
    }
    return new Consultation(plan, examination);
  }

  /** Takes in what an epoch ended with. */
  epochDone(logs: Logs): void {
    for (const [name, value] of Object.entries(logs)) {
      this.#history[name] ??= [];
      this.#history[name].push(value);
    }
  }

  /** Looks at all that there is. */
  consult(vitals: readonly VitalsRecord[]): void {
    if (this.#examination === null) return;
    this.#findings = diagnose(this.#examination, { vitals, history: this.#history }).findings;
  }

  get findings(): StudioFinding[] {
    return this.#findings.map((found) => studioFinding(found, this.#plan));
  }

  report(vitals: readonly VitalsRecord[]): string {
    return markdownReport({ findings: this.#findings, vitals, history: this.#history });
  }

  /** Whether models can be changed. */
  get treats(): boolean {
    return this.#plan !== null;
  }

  /** A copy of the model, with a remedy for one of the findings. */
  treated(cause: string, remedy: string): Treated {
    if (this.#plan === null)
      throw new ArgumentError('This model has a `call` of its own, so it can’t be changed here.');
    const found = this.#findings.find((one) => one.cause === cause)?.remedies.find(({ name }) => name === remedy);
    if (found === undefined)
      throw new ArgumentError(`There is no such remedy for ${cause} any more. Received: ${JSON.stringify(remedy)}`);
    const plan = found.edit(this.#plan);
    return { model: modelOf(plan), plan, remedy };
  }
}

function validationOf({ validationData }: FitCall) {
  if (!Array.isArray(validationData)) return null;
  const [x, y]: readonly unknown[] = validationData;
  const data = pair(x, y);
  return data === null ? null : ([someSamples(data.x, SAMPLES), someSamples(data.y, SAMPLES)] as const);
}
