import { expect, test } from 'vitest';
import { FileError } from '../../support/file-error.ts';
import { readJson } from './read-json.ts';

const read = (text: string) => readJson('config.json', new TextEncoder().encode(text));

test('JSON is read', () => {
  expect(read('{"a": [1, "}]{[", {"b\\"[": null}]}')).toEqual({ a: [1, '}]{[', { 'b"[': null }] });
});

test.each([
  ['', 'is no JSON'],
  ['{"a": }', 'is no JSON'],
  ['[1, NaN]', 'is no JSON'],
  ['['.repeat(100_000), 'nested more than 200 levels deep'],
  [`${'{"a":'.repeat(201)}1${'}'.repeat(201)}`, 'nested more than 200 levels deep'],
  ['{"a": {"__proto__": {"polluted": true}}}', 'a key "__proto__"'],
])('%.30s is refused', (text, message) => {
  expect(() => read(text)).toThrow(FileError);
  expect(() => read(text)).toThrow(message);
  expect('polluted' in {}).toBe(false);
});

test('text in another encoding is refused', () => {
  expect(() => readJson('config.json', Uint8Array.of(0x22, 0xff, 0x22))).toThrow('is no JSON');
});
