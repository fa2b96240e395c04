import { expect, test } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { examine } from '../examine.ts';
import { net, rings } from '../testing/cases.ts';
import { htmlReport } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { markdownReport } from './markdown-report.ts';
import { exitCode } from './report-input.ts';
import { textReport } from './text-report.ts';

async function seen() {
  const hidden = Array.from({ length: 6 }, () => 12);
  const model = net({ hidden, dense: { activation: 'sigmoid', kernelInitializer: 'glorot_uniform' } });
  const examination = await examine(model, { ...rings(), epochs: 20, batchSize: 32 });
  const history = await model.fit(rings().x, rings().y, { epochs: 2, verbose: 0, vitals: { every: 2 } });
  return { findings: diagnose(examination, history).findings, vitals: history.vitals, history: history.history };
}

test('the terminal report has a row for each layer, marked where something was found', async () => {
  const input = await seen();
  const lines = textReport(input).split('\n');
  expect(lines.filter((line) => line.includes('(sigmoid)')).length).toBe(7);
  expect(lines.filter((line) => /^✗ \S+ \(sigmoid\)/.test(line)).length).toBe(6);
  expect(lines.some((line) => line.startsWith('✗ Activation shrinks the gradient in every layer'))).toBe(true);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('Markdown, JSON and the exit code', async () => {
  const input = await seen();
  expect(markdownReport(input)).toContain('## Activation shrinks the gradient in every layer (fault)');
  const json = JSON.parse(jsonReport(input));
  expect(json.findings[0].cause).toBe('activation_saturating_deep');
  expect(json.exitCode).toBe(2);
  expect(exitCode({ findings: [] })).toBe(0);
});

test('the page holds everything that it needs, and nothing that could end its script', async () => {
  const input = await seen();
  const page = htmlReport({ ...input, title: '<script>alert(1)</script>' });
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(page).not.toContain('<script>alert');
  expect(page.match(/<\/script>/g)?.length).toBe(1);
  expect(page).toContain('Layers against time');
});

test('what is advised, and whether a single batch was learned, stand in every report', async () => {
  const model = net({ hidden: Array.from({ length: 20 }, () => 8) });
  const { findings } = await examine(model, { ...rings(), oneBatch: false });
  const shortcut = 'h = new layers.Add().apply([h, ';
  const open = { fitted: false, firstLoss: 0.7, lastLoss: 0.6, steps: 3, open: 'time' } as const;
  for (const report of [textReport, markdownReport, htmlReport]) {
    expect(report({ findings })).toContain(shortcut);
    expect(report({ findings, oneBatch: { ...open, fitted: true, open: null } })).toContain('can be learned');
    expect(report({ findings, oneBatch: { ...open, open: null } })).toMatch(/was not\s+learned by heart/);
    expect(report({ findings, oneBatch: open })).toContain('time ran out');
    expect(report({ findings, oneBatch: { ...open, open: 'falling' } })).toMatch(/still\s+falling/);
  }
  expect(JSON.parse(jsonReport({ findings, oneBatch: open }))).toMatchObject({
    oneBatch: open,
    findings: [{ advice: expect.arrayContaining([expect.stringContaining('Add')]) }],
  });
});
