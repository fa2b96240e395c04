import type { Backend } from '../backend.ts';
import { referenceBackend } from '../reference/reference-backend.ts';

/** Replaced within the hour by the real one. */
export const wasmBackend = (): Backend => referenceBackend;
