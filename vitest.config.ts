import { defineConfig } from 'vitest/config';

const quick = { include: ['test/{unit,contract,architecture}/**/*.test.{ts,tsx}'] };
const whole = { include: ['test/{integration,e2e}/**/*.test.{ts,tsx}'] };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Contract suites run small trainings a dozen times over: seconds, many on a loaded machine.
      { test: { name: 'quick', ...quick, testTimeout: 60_000, sequence: { groupOrder: 0 } } },
      // Real processes, disks and browsers: they need the bundles, and more time than arithmetic does.
      {
        test: {
          name: 'whole',
          ...whole,
          globalSetup: ['scripts/build/vitest-build.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
