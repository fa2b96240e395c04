import { textFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';

/** The run beside the one that is looked at; empty: one that suggests itself. */
export const compareWith = urlState('with', textFormat());
