import type { Backend } from '../backends/backend.ts';
import { referenceBackend } from '../backends/reference/reference-backend.ts';
import { wasmBackend } from '../backends/wasm/wasm-backend.ts';
import { x64Backend } from '../backends/x64/x64-backend.ts';
import { unknownName } from '../support/errors.ts';

const backends: Record<Backend['name'], () => Backend> = {
  reference: () => referenceBackend,
  wasm: wasmBackend,
  x64: x64Backend,
};

const isBackendName = (name: string): name is Backend['name'] => Object.hasOwn(backends, name);

function backendNamed(name: string): Backend {
  if (!isBackendName(name)) throw unknownName('backend', name, Object.keys(backends));
  return backends[name]();
}

/** Documented global configuration: the backend that runs what is evaluated from now on. */
let active: Backend | undefined;

/** The backend in use: `wasm` unless `setBackend` or the environment variable KERATIN_BACKEND says otherwise. */
export function currentBackend(): Backend {
  active ??= backendNamed((typeof process === 'undefined' ? undefined : process.env.KERATIN_BACKEND) ?? 'wasm');
  return active;
}

/** Chooses the backend for what is evaluated from now on; values that exist move over when they are used. */
export function setBackend(name: string): void {
  active = backendNamed(name);
}
