import type { Sorting } from '../../kit/table.tsx';
import { textFormat, wordFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';

/** Which column the table is sorted by: its name, with `-` before it for descending. */
export const sorting = urlState<Sorting | null>('sort', {
  parse: ([text]) =>
    text === undefined || text === '' || text === '-'
      ? null
      : { column: text.replace(/^-/, ''), descending: text.startsWith('-') },
  write: (value) => (value === null ? [] : [`${value.descending ? '-' : ''}${value.column}`]),
});

/** Whether metrics are those of the end or the best ones. */
export const metricKind = urlState('metrics', wordFormat<'last' | 'best'>(['last', 'best']));

/** The metric at the right end of the parallel coordinates; empty: the first one. */
export const goal = urlState('goal', textFormat());
