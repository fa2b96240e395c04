import type { DeviceBuffer, Executable, KernelTime } from '../backends/backend.ts';
import { StateError } from '../support/errors.ts';

/** What has run while somebody profiles. */
let recorded: KernelTime[] | undefined;

/** Runs a program; while a profile is taken, kernel by kernel. */
export function runExecutable(
  executable: Executable,
  parameters: readonly DeviceBuffer[],
  results: readonly DeviceBuffer[],
): void {
  if (recorded === undefined || executable.profile === undefined) return executable.run(parameters, results);
  recorded.push(...executable.profile(parameters, results));
}

/** Times of all kernels that run until `body` has ended. */
export async function recordKernels(body: () => unknown): Promise<KernelTime[]> {
  if (recorded !== undefined) {
    throw new StateError('One profile is taken at a time: await the first. Received: profile inside of another');
  }
  const own: KernelTime[] = [];
  recorded = own;
  try {
    await body();
  } finally {
    recorded = undefined;
  }
  return own;
}
