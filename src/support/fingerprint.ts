/*
 * FarmHash's Fingerprint64 (Pike and Alakuijala 2014, https://github.com/google/farmhash, the variant called "na"): the
 * hash that TensorFlow and Keras put words into bins with. 64-bit arithmetic as BigInt.
 */

const MASK = (1n << 64n) - 1n;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => x & MASK;
const rotate = (x: bigint, by: bigint): bigint => u64((x >> by) | (x << (64n - by)));
const mix = (x: bigint): bigint => x ^ (x >> 47n);

/** Bytes read as little-endian integers. */
class Bytes {
  readonly length: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): bigint {
    return BigInt(this.#view.getUint8(at));
  }

  u32(at: number): bigint {
    return BigInt(this.#view.getUint32(at, true));
  }

  u64(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }
}

function join(u: bigint, v: bigint, by: bigint): bigint {
  const a = mix(u64((u ^ v) * by));
  return u64(mix(u64((v ^ a) * by)) * by);
}

function upTo16(s: Bytes): bigint {
  const n = BigInt(s.length);
  if (s.length >= 8) {
    const by = K2 + n * 2n;
    const a = u64(s.u64(0) + K2);
    const b = s.u64(s.length - 8);
    return join(u64(rotate(b, 37n) * by + a), u64((rotate(a, 25n) + b) * by), u64(by));
  }
  if (s.length >= 4) return join(u64(n + (s.u32(0) << 3n)), s.u32(s.length - 4), u64(K2 + n * 2n));
  if (s.length === 0) return K2;
  const y = s.byte(0) + (s.byte(s.length >> 1) << 8n);
  const z = n + (s.byte(s.length - 1) << 2n);
  return u64(mix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function upTo32(s: Bytes): bigint {
  const by = u64(K2 + BigInt(s.length) * 2n);
  const a = u64(s.u64(0) * K1);
  const b = s.u64(8);
  const c = u64(s.u64(s.length - 8) * by);
  const d = u64(s.u64(s.length - 16) * K2);
  return join(u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d), u64(a + rotate(u64(b + K2), 18n) + c), by);
}

function upTo64(s: Bytes): bigint {
  const by = u64(K2 + BigInt(s.length) * 2n);
  const a = u64(s.u64(0) * K2);
  const b = s.u64(8);
  const c = u64(s.u64(s.length - 8) * by);
  const d = u64(s.u64(s.length - 16) * K2);
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = join(y, u64(a + rotate(u64(b + K2), 18n) + c), by);
  const e = u64(s.u64(16) * by);
  const f = s.u64(24);
  const g = u64((y + s.u64(s.length - 32)) * by);
  const h = u64((z + s.u64(s.length - 24)) * by);
  return join(u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h), u64(e + rotate(u64(f + a), 18n) + g), by);
}

type Pair = readonly [bigint, bigint];

function weak(s: Bytes, at: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [s.u64(at), s.u64(at + 8), s.u64(at + 16), s.u64(at + 24)];
  const a = u64(seedA + w);
  const b = rotate(u64(seedB + a + z), 21n);
  const sum = u64(a + x + y);
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)];
}

function longer(s: Bytes): bigint {
  let x = 81n;
  let y = u64(81n * K1 + 113n);
  let z = u64(mix(u64(y * K2 + 113n)) * K2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  x = u64(x * K2 + s.u64(0));
  const end = Math.floor((s.length - 1) / 64) * 64;
  const last = s.length - 64;
  for (let at = 0; at !== end; at += 64) {
    x = u64(rotate(u64(x + y + v[0] + s.u64(at + 8)), 37n) * K1);
    y = u64(rotate(u64(y + v[1] + s.u64(at + 48)), 42n) * K1);
    x ^= w[1];
    y = u64(y + v[0] + s.u64(at + 40));
    z = u64(rotate(u64(z + w[0]), 33n) * K1);
    v = weak(s, at, u64(v[1] * K1), u64(x + w[0]));
    w = weak(s, at + 32, u64(z + w[1]), u64(y + s.u64(at + 16)));
    [x, z] = [z, x];
  }
  const by = u64(K1 + ((z & 0xffn) << 1n));
  w = [u64(w[0] + BigInt((s.length - 1) & 63)), w[1]];
  v = [u64(v[0] + w[0]), v[1]];
  w = [u64(w[0] + v[0]), w[1]];
  x = u64(rotate(u64(x + y + v[0] + s.u64(last + 8)), 37n) * by);
  y = u64(rotate(u64(y + v[1] + s.u64(last + 48)), 42n) * by);
  x ^= u64(w[1] * 9n);
  y = u64(y + v[0] * 9n + s.u64(last + 40));
  z = u64(rotate(u64(z + w[0]), 33n) * by);
  v = weak(s, last, u64(v[1] * by), u64(x + w[0]));
  w = weak(s, last + 32, u64(z + w[1]), u64(y + s.u64(last + 16)));
  [x, z] = [z, x];
  return join(u64(join(v[0], w[0], by) + mix(y) * K0 + z), u64(join(v[1], w[1], by) + x), by);
}

/** FarmHash's Fingerprint64 of bytes. */
export function fingerprint64(bytes: Uint8Array): bigint {
  const s = new Bytes(bytes);
  if (s.length <= 16) return upTo16(s);
  if (s.length <= 32) return upTo32(s);
  return s.length <= 64 ? upTo64(s) : longer(s);
}

const CONCATENATE = 0xc6a4a7935bd1e995n;

/** Two fingerprints as one, as TensorFlow's crossed columns join them. */
export function joinFingerprints(a: bigint, b: bigint): bigint {
  let result = u64(a ^ CONCATENATE);
  result ^= u64(mix(u64(u64(b) * CONCATENATE)) * CONCATENATE);
  result = u64(result * CONCATENATE);
  result = u64(mix(result) * CONCATENATE);
  return mix(result);
}

/** SipHash-2-4 of bytes (Aumasson and Bernstein 2012) with a key of two 64-bit words. */
export function sipHash(bytes: Uint8Array, [k0, k1]: Pair): bigint {
  const s = new Bytes(bytes);
  let v0 = u64(k0) ^ 0x736f6d6570736575n;
  let v1 = u64(k1) ^ 0x646f72616e646f6dn;
  let v2 = u64(k0) ^ 0x6c7967656e657261n;
  let v3 = u64(k1) ^ 0x7465646279746573n;
  const left = (x: bigint, by: bigint) => rotate(x, 64n - by);
  const round = () => {
    v0 = u64(v0 + v1);
    v1 = left(v1, 13n) ^ v0;
    v0 = left(v0, 32n);
    v2 = u64(v2 + v3);
    v3 = left(v3, 16n) ^ v2;
    v0 = u64(v0 + v3);
    v3 = left(v3, 21n) ^ v0;
    v2 = u64(v2 + v1);
    v1 = left(v1, 17n) ^ v2;
    v2 = left(v2, 32n);
  };
  const take = (word: bigint) => {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  };
  const whole = s.length - (s.length % 8);
  for (let at = 0; at < whole; at += 8) take(s.u64(at));
  let rest = BigInt(s.length & 0xff) << 56n;
  for (let at = whole; at < s.length; at++) rest |= s.byte(at) << BigInt(8 * (at - whole));
  take(rest);
  v2 ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  return v0 ^ v1 ^ v2 ^ v3;
}
