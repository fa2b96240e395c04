import { flagFormat, numberFormat, rangeFormat, textFormat, wordFormat } from '../url-formats.ts';
import { urlState } from '../url-state.ts';

/** Weight of the moving average. */
export const smoothing = urlState('smooth', numberFormat(0, 0, 0.99));
export const logY = urlState('log', flagFormat);
export const logX = urlState('logx', flagFormat);
export const xAxis = urlState('x', wordFormat<'step' | 'time'>(['step', 'time']));
/** The stretch of x that all charts show. */
export const zoom = urlState('zoom', rangeFormat);
/** Only tags that contain this. */
export const tagFilter = urlState('tag', textFormat());
