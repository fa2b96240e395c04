/**
 * jax-js, WebAssembly backend (in Node it runs on one thread): `node bench/peers/jax-js.ts P --alone` prints its turns.
 *
 * It has no layers, optimizers or batch normalization, so only the matrix product is compared.
 */

import { readFileSync } from 'node:fs';
import { defaultDevice, init, jit, numpy as np } from '@jax-js/jax';
import { serveTurns, workloadFromArguments } from '../measure.ts';
import { uniform, workloads } from '../workloads.ts';

workloadFromArguments(['P']);
const manifest = new URL('../node_modules/@jax-js/jax/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

await init('wasm');
defaultDevice('wasm');
const { size } = workloads.P;
const a = np.array(uniform(size * size, 1)).reshape([size, size]);
const b = np.array(uniform(size * size, 2)).reshape([size, size]);
const product = jit((x: np.Array, y: np.Array) => np.matmul(x, y));
await serveTurns({ peer: 'jax-js', version }, () => product(a.ref, b.ref).data());
