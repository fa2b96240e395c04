import { Badge, durationText, type Tone } from '../kit/index.ts';
import type { RunStatus, RunSummary } from '../protocol/index.ts';

const tones: Record<RunStatus, Tone> = { running: 'accent', paused: 'warning', ended: 'plain', interrupted: 'fault' };

/** In what state a run is. */
export const StatusBadge = ({ status }: { readonly status: RunStatus }) => <Badge tone={tones[status]}>{status}</Badge>;

/** How much of a run is done, from 0 to 1; null where nobody knows. */
export function shareDone({ progress, status }: Pick<RunSummary, 'progress' | 'status'>): number | null {
  const { epoch, epochs, step, steps } = progress;
  if (status === 'ended') return 1;
  if (epochs === null || epochs === 0) return null;
  const part = step !== null && steps ? Math.min(step / steps, 1) : 0;
  return Math.min((epoch + part) / epochs, 1);
}

/** How far a run is, in words: `epoch 3 of 30, 2 min 5 s left`. */
export function progressText({ progress, status }: Pick<RunSummary, 'progress' | 'status'>): string {
  const { epoch, epochs, secondsLeft } = progress;
  const where = epochs === null ? `${epoch} epochs` : `epoch ${Math.min(epoch, epochs)} of ${epochs}`;
  return status === 'running' && secondsLeft !== null ? `${where}, ${durationText(secondsLeft)} left` : where;
}
