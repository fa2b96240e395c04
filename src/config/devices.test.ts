import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { currentBackend } from '../tensor/runtime.ts';
import { devices } from './devices.ts';

const config = JSON.stringify(pathToFileURL(`${import.meta.dirname}/index.ts`).href);
const withoutKoffi = `
  const { default: Module } = await import('node:module');
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (name, ...rest) => {
    if (name === 'koffi') throw new Error('hidden');
    return resolve(name, ...rest);
  };`;

/** What a process of its own prints. */
function child(code: string, env: Readonly<Record<string, string>> = {}) {
  const { KERATIN_BACKEND: _, KERATIN_X64: __, ...clean } = process.env;
  const program = `const config = await import(${config}); ${code}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: { ...clean, ...env },
  });
}

test('every backend is listed, the fastest first; one is current; reasons stand beside what is not available', () => {
  const all = devices();
  expect(all.map(({ name }) => name)).toEqual(['x64', 'wasm', 'reference']);
  expect(all.filter(({ current }) => current).map(({ name }) => name)).toEqual([currentBackend().name]);
  for (const { available, reason } of all) expect(reason === undefined).toBe(available);
});

test('without koffi wasm serves, and says why when asked; asking for x64 fails with the reason', () => {
  const code = `
    console.log(config.backend());
    console.log(JSON.stringify(config.devices()[0]));
    try { config.setBackend('x64'); } catch (error) { console.log(error.name, error.message); }
    console.log(config.backend());`;
  const hidden = `${withoutKoffi} ${code}`;
  const quiet = child(hidden);
  expect(quiet.stderr).toBe('');
  const x64 = process.arch === 'x64' ? 'the optional package koffi is not installed' : 'the processor is';
  const [first, device = '', error, last] = quiet.stdout.split('\n');
  expect(first).toBe('wasm');
  expect(JSON.parse(device)).toMatchObject({ name: 'x64', available: false, reason: expect.stringContaining(x64) });
  expect(error).toContain(`StateError The x64 backend can't run here: ${x64}`);
  expect(last).toBe('wasm');
  const { stderr } = child(hidden, { KERATIN_DEBUG: '1' });
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^keratin: the wasm backend serves, as x64 can't run here: /),
  ]);
});

test('the environment chooses the backend and the instructions', () => {
  const print = 'console.log(config.backend(), config.devices()[0].description)';
  expect(child(print, { KERATIN_BACKEND: 'wasm' }).stdout).toContain('wasm ');
  expect(child(print, { KERATIN_BACKEND: '' }).stdout.split(' ')[0]).toBe(devices().find((d) => d.available)?.name);
  const refused = child(`${withoutKoffi} ${print}`, { KERATIN_BACKEND: 'x64' });
  expect(refused.stderr).toContain("The x64 backend can't run here");
  expect(refused.status).toBe(1);
  if (!devices()[0]?.available) return;
  expect(child(print, { KERATIN_X64: 'avx2' }).stdout).toContain('x64 machine code, AVX2 with FMA');
  expect(child(print, { KERATIN_X64: 'sse' }).stderr).toContain('Unknown instruction set in KERATIN_X64');
});
