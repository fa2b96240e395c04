/**
 * What the studio's page and the playground are made of: controls that work by keyboard, colours for light and dark, and
 * charts.
 */

import './kit.css';

export * from './button.tsx';
export * from './chart/curve.ts';
export * from './chart/heat-grid.ts';
export * from './chart/heat-map.tsx';
export * from './chart/histogram-strip.tsx';
export * from './chart/line-chart.tsx';
export type { LineChartProps } from './chart/line-chart-options.ts';
export * from './class-names.ts';
export * from './code.tsx';
export * from './dialog.tsx';
export * from './fields.tsx';
export * from './icon.tsx';
export * from './number-text.ts';
export * from './palette.ts';
export * from './scale-legend.tsx';
export * from './surfaces.tsx';
export * from './table.tsx';
export * from './tabs.tsx';
export * from './theme.ts';
export * from './theme-switch.tsx';
export * from './tip.tsx';
export * from './use-width.ts';
