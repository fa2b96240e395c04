import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { history, Picture } from './index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-plot-'));
});
afterAll(() => rm(folder, { recursive: true }));

const curves = history(
  { history: { loss: [1, 0.5], val_loss: [1.2, 0.8], accuracy: [0.4, 0.9] } },
  { title: 'Curves' },
);

describe('plot.history', () => {
  it('draws each value once, training and validation in one chart', async () => {
    const svg = await curves.toSvg();
    for (const word of ['Curves', 'loss', 'accuracy', 'validation', 'training']) expect(svg).toContain(word);
    expect(svg).not.toContain('val_loss');
  });

  it('refuses an empty history', () => {
    expect(() => history({ history: {} })).toThrow('`history` must be what fit returned');
  });
});

describe('Picture', () => {
  it('saves SVG, PNG and the specification', async () => {
    await curves.save(join(folder, 'deep/curves.svg'));
    await curves.save(join(folder, 'curves.png'));
    await curves.save(join(folder, 'curves.json'));
    expect(await readFile(join(folder, 'deep/curves.svg'), 'utf8')).toMatch(/^<svg /);
    expect((await readFile(join(folder, 'curves.png'))).subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(await readFile(join(folder, 'curves.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(curves)));
  });

  it('is shown by notebooks as Vega-Lite', () => {
    const display: unknown = Reflect.get(new Picture({ mark: 'point' }), Symbol.for('Jupyter.display'));
    expect(typeof display).toBe('function');
  });

  it('refuses other endings', async () => {
    await expect(curves.save('curves.gif')).rejects.toThrow(
      'ends with .svg, .png or .json. Received: path="curves.gif"',
    );
  });
});
