/** Pictures as Vega-Lite specifications, which notebooks show by themselves and Node saves as SVG or PNG. */

export { type HistoryLike, history } from './history.ts';
export { Picture, type Specification } from './picture.ts';
export { colors } from './theme.ts';
