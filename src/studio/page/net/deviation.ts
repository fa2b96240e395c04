import { numberText, percentText } from '../../kit/number-text.ts';
import { type Quantity, quantities } from '../../protocol/index.ts';

/** A value as people read it: shares as percentages. */
export const valueText = (quantity: Quantity, value: number): string =>
  quantities[quantity].scale === 'share' && Number.isFinite(value) ? percentText(value) : numberText(value);

/** How far a value is from what was expected, in words: `1,300 times too small`. */
export function deviationText(quantity: Quantity, relative: number): string {
  if (Number.isNaN(relative)) return 'not measured';
  if (!Number.isFinite(relative)) return 'not finite';
  switch (quantities[quantity].scale) {
    case 'log': {
      const factor = 10 ** Math.abs(relative);
      if (factor < 1.5) return 'as expected';
      return `${numberText(Number(factor.toPrecision(2)))} times too ${relative < 0 ? 'small' : 'large'}`;
    }
    case 'share': {
      if (Math.abs(relative) < 0.02) return 'as expected';
      return `${Math.round(Math.abs(100 * relative))} points ${relative < 0 ? 'below' : 'above'} the expectation`;
    }
    case 'linear': {
      if (Math.abs(relative) < 0.02) return 'as expected';
      return `${numberText(Math.abs(relative))} ${relative < 0 ? 'below' : 'above'} the expectation`;
    }
  }
}

/** What the ends of the colour scale say. */
export function limitTexts(quantity: Quantity, limit: number): readonly [low: string, high: string] {
  switch (quantities[quantity].scale) {
    case 'log': {
      const factor = numberText(Number((10 ** limit).toPrecision(2)));
      return [`${factor}× too small`, `${factor}× too large`];
    }
    case 'share':
      return [`${percentText(limit)} too little`, `${percentText(limit)} too much`];
    case 'linear':
      return [`${numberText(limit)} below`, `${numberText(limit)} above`];
  }
}
