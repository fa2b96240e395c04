/** Names of runs that have none: the date and the time, `2026-01-05_09-30-12`; with a number when that is taken. */
export async function freeRunName(logDir: string, wanted?: string): Promise<string> {
  const [{ mkdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const two = (value: number): string => String(value).padStart(2, '0');
  const now = new Date();
  const name =
    wanted ??
    `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}_${two(now.getHours())}-${two(now.getMinutes())}-${two(now.getSeconds())}`;
  await mkdir(logDir, { recursive: true });
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    try {
      // Making the folder takes the name, also from other processes.
      await mkdir(join(logDir, free));
      return free;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
