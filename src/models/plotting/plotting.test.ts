import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import { modelToDot } from './model-to-dot.ts';
import { plotModel } from './plot-model.ts';

function netWithSkip(): Model {
  const x = new layers.Input({ shape: [32], name: 'pixels' });
  const encoder = new Sequential([new layers.Input({ shape: [32] }), new layers.Dense(8, { name: 'inside' })], {
    name: 'encoder',
  });
  const skip = new layers.Dense(8, { name: 'skip <&>', activation: 'relu' });
  skip.trainable = false;
  const sum = new layers.Add({ name: 'sum' }).apply([encoder.apply(x), skip.apply(x)]);
  return new Model({ inputs: x, outputs: sum, name: 'net' });
}

/** The lines between boxes, without the model's name. */
const connections = (dot: string): string[] =>
  [...dot.matchAll(/"net\/([^"]+)" -> "net\/([^"]+)"/g)].map(([, from, to]) => `${from} to ${to}`).sort();

describe('modelToDot', () => {
  it('connects layers as data flows', () => {
    const dot = modelToDot(netWithSkip());
    expect(dot.startsWith('digraph "net" {')).toBe(true);
    expect(connections(dot)).toEqual(['encoder to sum', 'pixels to encoder', 'pixels to skip <&>', 'skip <&> to sum']);
  });

  it('draws models inside as frames, entered and left by their own layers', () => {
    const dot = modelToDot(netWithSkip(), { expandNested: true });
    expect(dot).toContain('subgraph "cluster_net/encoder"');
    const [enter] = connections(dot).filter((line) => line.startsWith('pixels to encoder/'));
    expect(enter).toMatch(/^pixels to encoder\/input_layer/);
    expect(connections(dot)).toContain('encoder/inside to sum');
  });

  it('tells what is asked for, and escapes what has a meaning in DOT', () => {
    const plain = modelToDot(netWithSkip(), { showLayerNames: false });
    expect(plain).not.toContain('skip &#60;');
    const all = modelToDot(netWithSkip(), {
      showShapes: true,
      showDtype: true,
      showTrainable: true,
      showLayerActivations: true,
      rankdir: 'LR',
    });
    for (const text of ['skip &#60;&#38;&#62;', '(None, 32)', 'float32', 'relu', 'rankdir=LR', '>no&#160;'])
      expect(all).toContain(text);
    expect(modelToDot(netWithSkip(), { subgraph: true })).toMatch(/^subgraph "cluster_net"/);
  });

  it('says what is wrong', () => {
    expect(() => modelToDot(new Sequential([new layers.Dense(2)]))).toThrow('has no graph of layers to draw');
    expect(() => modelToDot(netWithSkip(), { rankdir: 'XY' as 'LR' })).toThrow('rankdir');
    expect(() => modelToDot(netWithSkip(), { showShape: true } as object)).toThrow('showShapes');
  });
});

describe('plotModel', () => {
  it('writes SVG, PNG and DOT, and nothing when the ending is another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keratin-plot-'));
    try {
      const svg = await plotModel(netWithSkip(), { toFile: join(folder, 'net.svg'), showLayerNames: true });
      expect(svg).toContain('skip &lt;&amp;&gt;');
      await plotModel(netWithSkip(), { toFile: join(folder, 'deep', 'net.png') });
      const png = await readFile(join(folder, 'deep', 'net.png'));
      expect([...png.subarray(1, 4)]).toEqual([...'PNG'].map((c) => c.charCodeAt(0)));
      await plotModel(netWithSkip(), { toFile: join(folder, 'net.dot') });
      expect(await readFile(join(folder, 'net.dot'), 'utf8')).toMatch(/^digraph/);
      await expect(plotModel(netWithSkip(), { toFile: join(folder, 'net.gif') })).rejects.toThrow('net.gif');
      expect((await readdir(folder)).sort()).toEqual(['deep', 'net.dot', 'net.svg']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
