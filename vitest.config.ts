import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/*.test.ts'],
    reporters: ['dot'],
    testTimeout: 20_000,
  },
});
