import type { CaseFile } from '../case-file.ts';

/** What a net that knows nothing of its inputs loses: ln of the classes, or the variance; null for other losses. */
export function guessingLoss({ data, loss }: CaseFile): number | null {
  if (data === null || loss === null) return null;
  if (loss.includes('crossentropy')) return data.task === 'multiclass' ? Math.log(Math.max(data.classes, 2)) : Math.LN2;
  return loss === 'mean_squared_error' && data.task === 'regression' ? data.target.variance : null;
}

/** Whether the net knows most of its task before this training: its small gradients are no fault then. */
export function isTrained(file: CaseFile): boolean {
  const guessing = guessingLoss(file);
  return guessing !== null && file.pass.dataLoss < 0.25 * guessing;
}
