import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from './entrant.ts';
import { type WorkloadName, workload, workloads } from './workloads.ts';

/** Something that can be measured: Keratin with one of its backends, or what it is compared with. */
export interface Peer {
  /** Keratin itself, which others are compared with. */
  readonly own: boolean;
  /** Why it can't run on this machine; undefined where it can. */
  readonly missing: string | undefined;
  /** How it is started for a workload; undefined where it can't do that one. */
  command(workload: WorkloadName, threads: number): Command | undefined;
}

const folder = join(import.meta.dirname, 'peers');

const all: readonly WorkloadName[] = Object.keys(workloads).filter((name): name is WorkloadName => name in workloads);
const steps = all.filter((name) => workload(name).kind !== 'process');

function nodePeer(
  own: boolean,
  file: string,
  able: readonly WorkloadName[],
  env: Readonly<Record<string, string>> = {},
): Peer {
  return {
    own,
    missing: undefined,
    command: (name, threads) => {
      if (!able.includes(name)) return undefined;
      const script = workload(name).kind === 'process' ? 'keratin-process.ts' : file;
      return {
        file: process.execPath,
        args: [join(folder, script), name],
        env: { ...env, KERATIN_THREADS: String(threads) },
        pinned: false,
      };
    },
  };
}

const python = process.env.KERATIN_PYTHON;

/** Why a Python module can't be imported; undefined where it can. */
function missingModule(module: string): string | undefined {
  if (!python) return 'KERATIN_PYTHON names no Python';
  const found = `import importlib.util, sys; sys.exit(0 if importlib.util.find_spec('${module}') else 1)`;
  try {
    execFileSync(python, ['-c', found], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${python} has no module ${module}`;
  }
}

function pythonPeer(module: string, file: string): Peer {
  return {
    own: false,
    missing: missingModule(module),
    command: (name, threads) => {
      if (!python) return undefined;
      const details = workload(name);
      const environment = {
        KERAS_BACKEND: 'jax',
        JAX_PLATFORMS: 'cpu',
        OMP_NUM_THREADS: String(threads),
        NPROC: String(threads),
      };
      if (details.kind === 'process') {
        return { file: python, args: ['-c', `import ${module}`], env: environment, pinned: true };
      }
      const settings = JSON.stringify({ ...details, threads });
      return { file: python, args: [join(folder, file), settings], env: environment, pinned: true };
    },
  };
}

/** Everything that may be measured, Keratin first. */
export function findPeers(): Readonly<Record<string, Peer>> {
  return {
    'keratin-x64': nodePeer(true, 'keratin.ts', all, { KERATIN_BACKEND: 'x64' }),
    'keratin-wasm': nodePeer(true, 'keratin.ts', all, { KERATIN_BACKEND: 'wasm' }),
    tfjs: nodePeer(false, 'tfjs.ts', steps),
    'jax-js': nodePeer(false, 'jax-js.ts', ['P']),
    torch: pythonPeer('torch', 'torch_peer.py'),
    jax: pythonPeer('jax', 'jax_peer.py'),
    keras: pythonPeer('keras', 'keras_peer.py'),
  };
}

/** Names for the command line, without looking whether they are there. */
export const peerNames = ['keratin-x64', 'keratin-wasm', 'tfjs', 'jax-js', 'torch', 'jax', 'keras'] as const;
