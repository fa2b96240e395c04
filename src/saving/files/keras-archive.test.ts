import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import * as layers from '../../layers/index.ts';
import { loadModel, Model, Sequential } from '../../models/index.ts';
import { FileError } from '../../support/file-error.ts';
import type { Tensor } from '../../tensor/tensor.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Unpacks an archive. */
function unpack(bytes: Uint8Array, place: string): string {
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return place;
}

test('a folder with the files of an archive is a model', async () => {
  const model = new Sequential([new layers.Input({ shape: [3] }), new layers.Dense(2)]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const place = unpack(await model.toBytes(), join(folder, 'model'));
  const again = await loadModel(place);
  expect(await again.weights[0]?.array()).toEqual(await model.weights[0]?.array());
  rmSync(join(place, 'config.json'));
  await expect(loadModel(place)).rejects.toThrow(FileError);
  await expect(loadModel(place)).rejects.toThrow('it has no config.json');
  symlinkSync('/etc/hostname', join(place, 'config.json'));
  await expect(loadModel(place)).rejects.toThrow('it has no config.json');
});

/** A model that looks words up before it does anything else. */
class Reader extends Model {
  static override readonly className: string = 'Reader';
  readonly words = new layers.StringLookup({ maskToken: '' });
  readonly numbers = new layers.IntegerLookup();
  readonly texts = new layers.TextVectorization();
  readonly dense = new layers.Dense(1);
  override call(inputs: Tensor): Tensor {
    return this.dense.apply(inputs);
  }
}

test('vocabularies that Keras keeps in files of their own are read', async () => {
  const model = new Reader();
  model.build([null, 2]);
  const text = (lines: string): Uint8Array => new TextEncoder().encode(lines);
  const bytes = zipSync({
    ...unzipSync(await model.toBytes()),
    'assets/words/vocabulary.txt': text('\n[UNK]\nschön\nb'),
    'assets/numbers/vocabulary.txt': text('-1\n7\n42\n'),
    'assets/texts/vocabulary.txt': text('\n[UNK]\nfoo\nbar'),
  });
  const again = await loadModel(bytes, { customObjects: { Reader } });
  if (!(again instanceof Reader)) throw new Error('Another model came back.');
  expect(await again.words.apply(['schön', 'b', 'x', '']).array()).toEqual([2, 3, 1, 0]);
  expect(await again.numbers.apply([42, 7, 5]).array()).toEqual([2, 1, 0]);
  expect(await again.texts.apply(['Bar, foo!']).array()).toEqual([[3, 2]]);
  const broken = zipSync({ ...unzipSync(bytes), 'assets/words/vocabulary.txt': Uint8Array.of(0xff, 0xfe) });
  await expect(loadModel(broken, { customObjects: { Reader } })).rejects.toThrow(FileError);
});
