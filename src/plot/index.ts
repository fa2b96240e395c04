/** Pictures as Vega-Lite specifications, which notebooks show by themselves and Node saves as SVG or PNG. */

export { type ActivationPlotOptions, activation } from './activation.ts';
export { type ClassData, type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export { type HistoryLike, history } from './history.ts';
export { Picture, type Specification } from './picture.ts';
export { colors } from './theme.ts';
export { type VitalsQuantity, vitals } from './vitals.ts';
export { weights } from './weights.ts';
