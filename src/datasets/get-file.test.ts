import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { packTar, type TarSource } from 'modern-tar/fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DatasetError } from './dataset-error.ts';
import { type GetFileOptions, getFile } from './get-file.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const tar = async (...sources: TarSource[]): Promise<Uint8Array> => new Uint8Array(await buffer(packTar(sources)));
const content = (target: string): TarSource => ({ type: 'content', target, content: `in ${target}` });
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A tar archive of one file whose header is changed, and its sum of bytes with it. */
async function forged(offset: number, value: string): Promise<Uint8Array> {
  const bytes = await tar(content('abcdefghijk'));
  bytes.set(text(value), offset);
  bytes.fill(32, 148, 156);
  const sum = bytes.subarray(0, 512).reduce((a, b) => a + b, 0);
  bytes.set(text(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

const TYPE_AT = 156;

let server: Server;
let home: string;
let cacheDir: string;
let asked: number;
let served: Map<string, Uint8Array>;

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  cacheDir = await mkdtemp(join(tmpdir(), 'keratin-cache-'));
  asked = 0;
  served = new Map([['/words.txt', text('one two')]]);
  server = createServer((request, response) => {
    asked++;
    const bytes = served.get(request.url ?? '');
    if (bytes === undefined) response.writeHead(404).end();
    else response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await rm(cacheDir, { recursive: true });
});

const get = (path: string, options: Partial<GetFileOptions> = {}): Promise<string> =>
  getFile({ origin: home + path, cacheDir, ...options });

test('a file is fetched once, and again when asked to', async () => {
  const path = await get('/words.txt');
  expect(path).toBe(join(cacheDir, 'datasets', 'words.txt'));
  expect(await readFile(path, 'utf8')).toBe('one two');
  await get('/words.txt');
  expect(asked).toBe(1);
  await get('/words.txt', { forceDownload: true });
  expect(asked).toBe(2);
});

test('names and folders can be chosen', async () => {
  expect(await get('/words.txt', { fname: 'w', cacheSubdir: 'texts' })).toBe(join(cacheDir, 'texts', 'w'));
  vi.stubEnv('KERATIN_DATA', join(cacheDir, 'data'));
  expect(await getFile({ origin: `${home}/words.txt` })).toBe(join(cacheDir, 'data', 'words.txt'));
  vi.unstubAllEnvs();
});

test('contents are checked, also of what is there already', async () => {
  const hashes = [{ fileHash: md5(text('one two')) }, { fileHash: sha256(text('one two')) }];
  for (const hash of hashes) await get('/words.txt', hash);
  await writeFile(join(cacheDir, 'datasets', 'words.txt'), 'changed');
  expect(await readFile(await get('/words.txt', { md5Hash: md5(text('one two')) }), 'utf8')).toBe('one two');
  expect(asked).toBe(2);
  await expect(get('/words.txt', { fileHash: 'a'.repeat(64) })).rejects.toThrow('SHA-256');
  await expect(get('/absent.txt')).rejects.toThrow('HTTP status 404');
  expect(await readdir(join(cacheDir, 'datasets'))).toEqual(['words.txt']);
});

describe('archives', () => {
  test.for(['tar', 'tar.gz', 'zip'])('%s', async (kind) => {
    const packed = await tar(content('a.txt'), content('deep/er/b.txt'));
    const zipped = zipSync({
      'a.txt': text('in a.txt'),
      'deep/': new Uint8Array(),
      'deep/er/b.txt': text('in deep/er/b.txt'),
    });
    served.set('/f', kind === 'zip' ? zipped : kind === 'tar' ? packed : new Uint8Array(gzipSync(packed)));
    const folder = await get('/f', { extract: true });
    expect(folder).toBe(join(cacheDir, 'datasets', 'f'));
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('in a.txt');
    expect(await readFile(join(folder, 'deep', 'er', 'b.txt'), 'utf8')).toBe('in deep/er/b.txt');
  });

  test('folders are named as in Keras', async () => {
    served.set('/f.tar', await tar(content('a')));
    const place = (name: string): string => join(cacheDir, 'datasets', name);
    expect(await get('/f.tar', { extract: true, fname: 'my.files.tar' })).toBe(place('my_extracted'));
    expect(await get('/f.tar', { untar: true, fname: 'mine' })).toBe(place('mine'));
    expect((await readdir(join(cacheDir, 'datasets'))).sort()).toEqual([
      'mine',
      'mine_archive',
      'my.files.tar',
      'my_extracted',
    ]);
  });

  test.for<[string, () => Promise<Uint8Array>]>([
    ['a path out of the folder', () => forged(0, '../evil.txt')],
    ['an absolute path', () => forged(0, '/tmp/evil.t')],
    ['a path out of the folder, in a zip', async () => zipSync({ 'a/../../evil.txt': text('x') })],
    ['a name of another system', async () => zipSync({ 'C:\\evil.txt': text('x') })],
    ['an archive cut short', async () => (await tar(content('a.txt'), content('b.txt'))).slice(0, 700)],
    ['gzip cut short', async () => new Uint8Array(gzipSync(await tar(content('a.txt')))).slice(0, 40)],
    ['no archive', async () => text('BZh91AY')],
  ])('%s is refused, and nothing is left', async ([, make]) => {
    served.set('/f', await make());
    await expect(get('/f', { extract: true })).rejects.toThrow(DatasetError);
    expect(await readdir(join(cacheDir, 'datasets'))).toEqual(['f_archive']);
    expect(existsSync(join(cacheDir, 'evil.txt'))).toBe(false);
  });

  test('links are refused', async () => {
    served.set('/f', await forged(TYPE_AT, '2'));
    await expect(get('/f', { extract: true })).rejects.toThrow('neither a file nor a folder');
  });

  test('only the formats that are asked for are unpacked', async () => {
    served.set('/f', await tar(content('a.txt')));
    await expect(get('/f', { extract: true, archiveFormat: 'zip' })).rejects.toThrow('must be an archive: zip');
    expect(await get('/f', { extract: true, archiveFormat: null })).toBe(join(cacheDir, 'datasets', 'f_archive'));
  });
});

test('wrong options are named', async () => {
  await expect(getFile({ origin: 'words.txt' })).rejects.toThrow('`origin` must be the address of a file');
  await expect(get('/')).rejects.toThrow('`fname` must be given');
  await expect(get('/words.txt', { fname: '../words.txt' })).rejects.toThrow('`fname` must be a name without folders');
  await expect(get('/words.txt', { fileHash: 'abc' })).rejects.toThrow('MD5 (32 digits) or SHA-256 (64 digits)');
  await expect(get('/words.txt', { fileHash: 'a'.repeat(32), hashAlgorithm: 'sha256' })).rejects.toThrow('sha256');
  const wrong: object = { hashAlgorithm: 'sha1' };
  await expect(get('/words.txt', wrong)).rejects.toThrow('`hashAlgorithm`');
  const format: object = { extract: true, archiveFormat: 'rar' };
  await expect(get('/words.txt', format)).rejects.toThrow('`archiveFormat`');
  expect(asked).toBe(0);
});
