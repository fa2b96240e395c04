import { isQuantity, type Quantity } from '../../protocol/index.ts';
import { rangeFormat, textFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';

/** What the colours stand for. */
export const quantity = urlState<Quantity>('quantity', {
  parse: ([text]) => (text !== undefined && isQuantity(text) ? text : 'gradientRms'),
  write: (name) => (name === 'gradientRms' ? [] : [name]),
});

/** The layer that is looked at; empty for none. */
export const chosenLayer = urlState('layer', textFormat());

/** The stretch of steps that is seen; null for all. */
export const stretch = urlState('steps', rangeFormat);
