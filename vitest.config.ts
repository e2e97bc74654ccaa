import { defineConfig } from 'vitest/config';

const quick = { include: ['test/{unit,contract,architecture}/**/*.test.{ts,tsx}'] };
const whole = { include: ['test/integration/**/*.test.{ts,tsx}'] };
const screens = { include: ['test/e2e/**/*.test.{ts,tsx}'] };
const built = { globalSetup: ['scripts/build/vitest-build.mjs'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Contract suites run small trainings a dozen times over: seconds, many on a loaded machine.
      { test: { name: 'quick', ...quick, testTimeout: 60_000, sequence: { groupOrder: 0 } } },
      // Real processes and disks: they need the bundles, and more time than arithmetic does.
      { test: { name: 'whole', ...whole, ...built, sequence: { groupOrder: 1 } } },
      // One browser at a time, with the machine to itself: a person waits for a screen, and so do these.
      { test: { name: 'screens', ...screens, ...built, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
