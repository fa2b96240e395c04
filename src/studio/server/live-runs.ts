import type { ControlPost, RunId, TreatPost } from '../protocol/index.ts';

/** A training in this process, as the page may act on it. */
export interface LiveRun {
  readonly id: RunId;
  /** Does what the page asked for before the next step; throws an Error whose message says why it can't. */
  control(post: ControlPost): void;
  /** Starts the treated run; null where the training's data are not at hand. */
  readonly treat: ((post: TreatPost) => Promise<RunId>) | null;
}

/** The trainings of this process. */
export class LiveRuns {
  readonly #running = new Map<RunId, LiveRun>();
  /** Those that have ended can still be treated. */
  readonly #treatable = new Map<RunId, LiveRun>();

  add(run: LiveRun): void {
    this.#running.set(run.id, run);
    if (run.treat !== null) this.#treatable.set(run.id, run);
  }

  /** A training has ended. */
  end(id: RunId): void {
    this.#running.delete(id);
  }

  has(id: RunId): boolean {
    return this.#running.has(id);
  }

  get(id: RunId): LiveRun | null {
    return this.#running.get(id) ?? null;
  }

  treatable(id: RunId): boolean {
    return this.#treatable.has(id);
  }

  toTreat(id: RunId): LiveRun | null {
    return this.#treatable.get(id) ?? null;
  }
}
