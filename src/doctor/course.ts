import type { VitalsRecord } from '../callbacks/index.ts';

/** A training so far, as `fit({ vitals })` returned it. */
export interface Observed {
  readonly vitals: readonly VitalsRecord[];
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** What was seen of a training so far. */
export interface Course {
  /** Sampled steps, oldest first. */
  readonly records: readonly VitalsRecord[];
  /** Per epoch: the training loss, and the validation loss where there was one. */
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
}

/** The course that `fit` with vitals returned. */
export const courseOf = ({ vitals, history }: Observed): Course => ({
  records: vitals,
  losses: history.loss ?? [],
  validationLosses: history.val_loss ?? [],
});

const median = (values: readonly number[]): number | null => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
};

/** The loss at the beginning: of the first sample. */
export const firstLoss = ({ records }: Course): number | null => records[0]?.loss ?? null;

/** The loss now: the median of the last few samples, or the last epoch's mean. */
export function lastLoss({ records, losses }: Course): number | null {
  if (losses.length > 0) return losses.at(-1) ?? null;
  const last = records.slice(-5).map(({ loss }) => loss ?? Number.NaN);
  return last.some((loss) => !Number.isFinite(loss)) ? Number.NaN : median(last);
}

/** The median over kernels and samples of the size of updates relative to the weights. */
export function medianUpdate(records: readonly VitalsRecord[]): number | null {
  return median(
    records.flatMap(({ weights }) =>
      weights.flatMap(({ weight, updateRatio }) =>
        /kernel$/.test(weight) && updateRatio !== null ? [updateRatio] : [],
      ),
    ),
  );
}

/** The first sample with something that was not finite. */
export const firstNonFinite = ({ records }: Course): VitalsRecord | undefined =>
  records.find(({ nonFinite }) => nonFinite !== null);

/** The largest share of dead units that a layer shows in the last sample of the course, with its name. */
export function deadest({ records }: Course): { readonly layer: string; readonly share: number } | null {
  const layers = records.at(-1)?.layers ?? [];
  return layers.reduce<{ layer: string; share: number } | null>((worst, { layer, deadShare }) => {
    if (deadShare === null || deadShare <= (worst?.share ?? 0)) return worst;
    return { layer, share: deadShare };
  }, null);
}
