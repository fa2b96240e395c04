import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatasetError } from './dataset-error.ts';
import { download } from './download.ts';
import { fileHash } from './file-hash.ts';

const contents = new Uint8Array(200_000).map((_, i) => i % 251);
const sha256 = createHash('sha256').update(contents).digest('hex');

let server: Server;
let home: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-download-'));
  server = createServer((request, response) => {
    if (request.url === '/good') response.writeHead(200, { 'content-length': contents.length }).end(contents);
    else if (request.url === '/wrong') response.end('something else');
    else if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': contents.length }).write(contents.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const file = (...urls: string[]) => ({ name: 'the-file', urls, hash: fileHash('sha256', sha256) });
const silent = () => {};

test('the file is in its place, in a folder made for it, and its arrival was reported', async () => {
  const seen: [string, number, number | undefined][] = [];
  const destination = join(folder, 'new', 'the-file');
  await download(file(`${home}/good`), destination, (...progress) => seen.push(progress));
  expect(new Uint8Array(await readFile(destination))).toEqual(contents);
  expect(seen.at(-1)).toEqual(['the-file', contents.length, contents.length]);
  expect(await readdir(join(folder, 'new'))).toEqual(['the-file']);
});

test('the next home is tried when one fails, cuts short, or delivers something else', async () => {
  const destination = join(folder, 'the-file');
  await download(file(`${home}/absent`, `${home}/cut`, `${home}/wrong`, `${home}/good`), destination, silent);
  expect(new Uint8Array(await readFile(destination))).toEqual(contents);
});

test('when every home fails, nothing is left behind and the message lists each attempt', async () => {
  const attempt = download(file(`${home}/absent`, `${home}/wrong`, 'http://127.0.0.1:1/'), join(folder, 'x'), silent);
  await expect(attempt).rejects.toThrow(DatasetError);
  const { message } = (await attempt.catch((error: Error) => error)) as Error;
  expect(message).toContain('/absent: HTTP status 404');
  expect(message).toContain('/wrong: SHA-256');
  expect(message).toContain('http://127.0.0.1:1/: fetch failed (');
  expect(await readdir(folder)).toEqual([]);
});
