/** Colors that stay apart for color-blind eyes (Paul Tol's "vibrant" and "muted" schemes, 2021). */
export const colors = {
  red: '#cc3311',
  orange: '#ee7733',
  blue: '#0077bb',
  teal: '#009988',
  indigo: '#332288',
  rose: '#cc6677',
  olive: '#999933',
  cyan: '#33bbee',
} as const;

/** How all pictures look: a Vega-Lite config. */
export const theme = {
  background: 'white',
  padding: 16,
  font: 'Helvetica, Arial, sans-serif',
  title: { anchor: 'start', fontSize: 14, subtitleFontSize: 12, subtitleColor: '#555', offset: 12, subtitlePadding: 6 },
  axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e8e8e8', domainColor: '#999' },
  legend: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', symbolStrokeWidth: 2.5, labelLimit: 320 },
  view: { stroke: null },
  line: { strokeWidth: 2 },
  range: { category: Object.values(colors) },
} as const;
