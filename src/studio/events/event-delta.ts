import { Columns } from './columns.ts';

/** What kind of value a tag has. */
export type ValueKind = 'histogram' | 'image' | 'text' | 'keras-graph' | 'graph';

/** A value that stays in its file until somebody wants to see it. */
export interface Located {
  readonly kind: ValueKind;
  readonly tag: string;
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Where the record's data lie in the file. */
  readonly offset: number;
  readonly length: number;
}

export type Hyperparameter = number | string | boolean;

/** What an event file has more of since it was last read. */
export interface EventDelta {
  readonly scalars: Map<string, Columns>;
  readonly located: Located[];
  /** Of the hyperparameter plugin. */
  readonly hyperparameters: { [name: string]: Hyperparameter };
  /** The wall time of the earliest and of the latest event; null when there was none. */
  firstTime: number | null;
  lastTime: number | null;
  /** In sentences, without the file's name. */
  readonly problems: string[];
}

export const emptyDelta = (): EventDelta => ({
  scalars: new Map(),
  located: [],
  hyperparameters: {},
  firstTime: null,
  lastTime: null,
  problems: [],
});

/** The points of a tag in a delta. */
export function columnsOf(delta: EventDelta, tag: string): Columns {
  let columns = delta.scalars.get(tag);
  if (columns === undefined) {
    columns = new Columns();
    delta.scalars.set(tag, columns);
  }
  return columns;
}
