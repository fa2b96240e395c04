import type { Backend } from '../backends/backend.ts';
import { referenceBackend } from '../backends/reference/reference-backend.ts';
import { wasmBackend } from '../backends/wasm/wasm-backend.ts';
import { whyNotX64, x64Backend } from '../backends/x64/x64-backend.ts';
import { debug, environment } from '../support/environment.ts';
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

/** The fastest that can run here. */
function defaultBackend(): Backend {
  const reason = whyNotX64();
  if (reason === undefined) return x64Backend();
  debug(`the wasm backend serves, as x64 can't run here: ${reason}`);
  return wasmBackend();
}

/** Documented global configuration: the backend that runs what is evaluated from now on. */
let active: Backend | undefined;

/** The backend in use: the fastest unless `setBackend` or the environment variable KERATIN_BACKEND says otherwise. */
export function currentBackend(): Backend {
  if (active === undefined) {
    const chosen = environment('KERATIN_BACKEND');
    active = chosen === undefined ? defaultBackend() : backendNamed(chosen);
  }
  return active;
}

/** Chooses the backend for what is evaluated from now on; values that exist move over when they are used. */
export function setBackend(name: string): void {
  active = backendNamed(name);
}
