import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { keratin: join(import.meta.dirname, 'src/index.ts') } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/*.test.ts'],
    reporters: ['dot'],
    testTimeout: 60_000,
  },
});
