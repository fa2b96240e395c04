/** What the page does: plain JavaScript, which sees `report`. */
export const pageScript = String.raw`
const NS = 'http://www.w3.org/2000/svg';
const make = (name, attributes, parent, text) => {
  const node = document.createElementNS(NS, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  if (parent) parent.append(node);
  return node;
};
const log = (value) => (value === null || !(value > 0) ? null : Math.log10(value));
const update = (record, layer) => {
  const weight = record.weights.find((one) => one.layer === layer.layer.split(':')[0] && /kernel$/.test(one.weight));
  return weight ? log(weight.updateRatio) : null;
};
// The gradient is shown relative to the last layer's, so that one row tells how much of it arrives.
const last = (record) => record.layers[record.layers.length - 1];
const quantities = {
  'gradient, relative to the last layer (log10)': [(record, layer) => log(layer.gradientRms / last(record).gradientRms), -5, 5, true],
  'gradient RMS (log10)': [(record, layer) => log(layer.gradientRms), -10, 2, true],
  'activation deviation (log10)': [(record, layer) => log(layer.std), -3, 3, true],
  'dead units (share)': [(record, layer) => layer.deadShare, 0, 1, false],
  'saturated (share)': [(record, layer) => layer.saturatedShare, 0, 1, false],
  'update over weight (log10)': [(record, layer) => update(record, layer), -6, 0, true],
};
// Two-sided for logarithms (blue too little, red too much), one-sided for shares.
const shades = (share, two) => {
  const t = Math.min(Math.max(share, 0), 1);
  if (!two) return 'rgb(' + [255 - 38 * t, 245 - 200 * t, 235 - 203 * t].map(Math.round).join(',') + ')';
  const ends = [[33, 79, 156], [120, 170, 214], [236, 240, 239], [240, 163, 125], [178, 34, 46]];
  const at = t * 4, i = Math.min(3, Math.floor(at)), f = at - i;
  return 'rgb(' + ends[i].map((c, k) => Math.round(c + f * (ends[i + 1][k] - c))).join(',') + ')';
};
const records = report.vitals;
const LEFT = 170, WIDE = 960;
function heat(name) {
  const [value, low, high, two] = quantities[name];
  const box = document.getElementById('map');
  box.textContent = '';
  const rows = records[0].layers, height = Math.max(10, Math.min(26, 520 / rows.length));
  const svg = make('svg', { viewBox: '0 0 ' + WIDE + ' ' + (rows.length * height + 26) }, box);
  const width = (WIDE - LEFT) / records.length;
  rows.forEach((row, r) => {
    const group = make('g', { class: 'row', tabindex: 0, role: 'button' }, svg);
    group.addEventListener('click', () => strips(r));
    group.addEventListener('keydown', (event) => { if (event.key === 'Enter') strips(r); });
    const hit = report.marks.find((mark) => mark.layers.includes(row.layer));
    make('text', { x: LEFT - 8, y: r * height + height / 2 + 4, 'text-anchor': 'end' }, group, (hit ? '\u2717 ' : '') + row.layer + (row.activation === 'linear' ? '' : ' \u00b7 ' + row.activation));
    records.forEach((record, c) => {
      const layer = record.layers[r], v = layer ? value(record, layer) : null;
      const cell = make('rect', { x: LEFT + c * width, y: r * height, width: width + 0.3, height: height - 1, fill: v === null ? 'transparent' : shades((v - low) / (high - low), two) }, group);
      make('title', {}, cell, row.layer + ', step ' + record.step + ': ' + (v === null ? 'none' : v.toPrecision(3)));
    });
  });
  const ticks = Math.min(6, records.length);
  for (let i = 0; i < ticks; i++) {
    const c = Math.round((i * (records.length - 1)) / Math.max(ticks - 1, 1));
    make('text', { x: LEFT + (c + 0.5) * width, y: rows.length * height + 16, 'text-anchor': i === 0 ? 'start' : i === ticks - 1 ? 'end' : 'middle', class: 'soft' }, svg, 'step ' + records[c].step);
  }
  const legend = document.getElementById('legend');
  legend.textContent = '';
  const canvas = document.createElement('canvas');
  canvas.width = 160; canvas.height = 10;
  const context = canvas.getContext('2d');
  for (let i = 0; i < 160; i++) { context.fillStyle = shades(i / 159, two); context.fillRect(i, 0, 1, 10); }
  legend.append(String(low), canvas, String(high), (two ? ' \u00b7 blue: little, red: much' : '') + ' \u00b7 click a layer for its histograms');
}
function strips(r) {
  const box = document.getElementById('strips');
  box.textContent = '';
  const taken = records.filter((record) => record.layers[r] && record.layers[r].histograms);
  const title = document.createElement('h2');
  title.textContent = records[0].layers[r].layer + ': ' + (taken.length ? 'histograms over time' : 'no histograms were taken');
  box.append(title);
  for (const kind of taken.length ? ['activation', 'gradient'] : []) {
    const all = taken.map((record) => record.layers[r].histograms[kind]);
    const low = Math.min(...all.map((one) => one.low)), high = Math.max(...all.map((one) => one.high));
    const bins = 40, tall = 130;
    const svg = make('svg', { viewBox: '0 0 ' + WIDE + ' ' + (tall + 22) }, box);
    make('text', { x: LEFT - 8, y: 12, 'text-anchor': 'end' }, svg, kind);
    make('text', { x: LEFT - 8, y: 28, 'text-anchor': 'end', class: 'soft' }, svg, high.toPrecision(3));
    make('text', { x: LEFT - 8, y: tall, 'text-anchor': 'end', class: 'soft' }, svg, low.toPrecision(3));
    const width = (WIDE - LEFT) / all.length;
    all.forEach((one, c) => {
      const shared = new Array(bins).fill(0);
      one.counts.forEach((count, i) => {
        const centre = one.low + ((i + 0.5) / one.counts.length) * (one.high - one.low);
        const place = high > low ? Math.min(bins - 1, Math.floor(((centre - low) / (high - low)) * bins)) : 0;
        shared[place] += count;
      });
      const most = Math.log1p(Math.max(...shared));
      shared.forEach((count, i) => make('rect', { x: LEFT + c * width, y: tall - ((i + 1) * tall) / bins, width: width + 0.3, height: tall / bins + 0.3, fill: count ? shades(Math.log1p(count) / most, false) : 'transparent' }, svg));
    });
  }
}
function curve() {
  const box = document.getElementById('loss');
  const points = records.filter((record) => record.loss !== null && Number.isFinite(record.loss)).map((record) => [record.step, record.loss]);
  if (points.length < 2) { document.getElementById('curve').style.display = 'none'; return; }
  const tall = 220, values = points.map((p) => p[1]), low = Math.min(...values), high = Math.max(...values);
  const end = points[points.length - 1][0] || 1;
  const logs = low > 0 && high / low > 50;
  const scale = (v) => (logs ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low || 1));
  const x = (step) => LEFT + (step / end) * (WIDE - LEFT - 10), y = (v) => 12 + (1 - scale(v)) * (tall - 40);
  const svg = make('svg', { viewBox: '0 0 ' + WIDE + ' ' + tall }, box);
  for (const v of [low, high]) make('text', { x: LEFT - 8, y: y(v) + 4, 'text-anchor': 'end', class: 'soft' }, svg, v.toPrecision(3) + (logs ? ' (log)' : ''));
  make('line', { x1: LEFT, x2: WIDE - 10, y1: tall - 22, y2: tall - 22, class: 'axis' }, svg);
  make('polyline', { points: points.map((p) => x(p[0]) + ',' + y(p[1])).join(' '), fill: 'none', stroke: '#2e6fd0', 'stroke-width': 2 }, svg);
  report.marks.forEach((mark, i) => {
    const at = x(Math.min(mark.step, end)), colour = mark.severity === 'fault' ? '#d92d20' : '#f79009';
    make('line', { x1: at, x2: at, y1: 8, y2: tall - 22, stroke: colour, 'stroke-dasharray': '4 3' }, svg);
    const late = at > WIDE / 2;
    make('text', { x: late ? at - 5 : at + 5, y: 20 + 15 * i, 'text-anchor': late ? 'end' : 'start', fill: colour, style: 'fill:' + colour + ';stroke:var(--back);stroke-width:4;paint-order:stroke' }, svg, mark.title);
  });
  make('text', { x: WIDE - 10, y: tall - 6, 'text-anchor': 'end', class: 'soft' }, svg, 'step ' + end);
}
function scores() {
  const box = document.getElementById('scores');
  if (!box || !report.scores) return;
  const groups = Object.entries(report.scores).filter((one) => one[1]);
  const all = groups.flatMap((one) => one[1]).filter(Number.isFinite), high = Math.max(1, ...all), low = Math.min(0, ...all.map((v) => Math.max(v, -1)));
  const svg = make('svg', { viewBox: '0 0 ' + WIDE + ' ' + (groups.length * 34 + 10) }, box);
  groups.forEach(([name, values], i) => {
    const x = (v) => LEFT + ((Math.max(v, low) - low) / (high - low)) * (WIDE - LEFT - 60), mean = values.reduce((a, b) => a + b, 0) / values.length;
    make('text', { x: LEFT - 8, y: i * 34 + 22, 'text-anchor': 'end' }, svg, name);
    make('rect', { x: LEFT, y: i * 34 + 8, width: Math.max(1, x(mean) - LEFT), height: 20, fill: name === 'treated' ? '#17b26a' : '#98a2b3', rx: 3 }, svg);
    values.forEach((v) => make('circle', { cx: x(v), cy: i * 34 + 18, r: 3.5, fill: '#1d2430' }, svg));
    make('text', { x: x(Math.max(...values)) + 10, y: i * 34 + 22 }, svg, mean.toPrecision(3));
  });
}
if (records.length === 0) document.getElementById('heat').style.display = 'none';
else {
  const select = document.getElementById('quantity');
  for (const name in quantities) if (records.some((record) => record.layers.some((layer) => quantities[name][0](record, layer) !== null))) select.append(new Option(name, name));
  select.addEventListener('change', () => heat(select.value));
  heat(select.value);
  if (records.some((record) => record.layers[0] && record.layers[0].histograms)) strips(0);
}
curve();
scores();
`;
