import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEnergyMeter, systemEnergyParts, type EnergyParts } from '../../../src-main/platform/energy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A machine whose meters the test turns. */
function machine(joules: Record<string, number> | null, range = 1000) {
  const state = { joules, own: 5, busy: 100 };
  const parts: EnergyParts = {
    counters() {
      if (state.joules === null) return null;
      return new Map(Object.entries(state.joules).map(([name, value]) => [name, { microjoules: value * 1e6, range: range * 1e6 }]));
    },
    ownCpuSeconds: () => state.own,
    busyCpuSeconds: () => state.busy,
  };
  return { state, take: createEnergyMeter(parts) };
}

it('gives a process its share of what all packages counted since it was asked last', () => {
  const { state, take } = machine({ one: 10, other: 20 });
  Object.assign(state, { joules: { one: 40, other: 30 }, own: 8, busy: 112 });
  // 30 J and 10 J; 3 of 12 busy seconds.
  expect(take()).toEqual({ cpuSeconds: 3, measuredJoules: 10 });
  expect(take()).toEqual({ cpuSeconds: 0, measuredJoules: 0 });
});

it('goes on counting when a counter begins anew', () => {
  const { state, take } = machine({ one: 990 });
  Object.assign(state, { joules: { one: 15 }, own: 6, busy: 101 });
  expect(take().measuredJoules).toBeCloseTo(25, 9);
});

it('never has more than the whole, however coarse the clocks are', () => {
  const { state, take } = machine({ one: 0 });
  Object.assign(state, { joules: { one: 8 }, own: 7, busy: 101 });
  expect(take()).toEqual({ cpuSeconds: 2, measuredJoules: 8 });
});

it('tells CPU seconds alone where the machine counts no energy', () => {
  const { state, take } = machine(null);
  state.own = 9;
  expect(take()).toEqual({ cpuSeconds: 4, measuredJoules: null });
});

it('reads whole packages, neither their parts nor the rest of the machine; nothing where one may not be read', () => {
  const folder = temporaryFolder();
  const zone = (id: string, name: string, microjoules: number): void => {
    mkdirSync(join(folder, id));
    for (const [file, text] of Object.entries({ name, energy_uj: microjoules, max_energy_range_uj: 262143328850 }))
      writeFileSync(join(folder, id, file), `${text}\n`);
  };
  expect(systemEnergyParts(folder).counters()).toBeNull();
  zone('intel-rapl:0', 'package-0', 7_000_000);
  zone('intel-rapl:0:0', 'core', 5_000_000);
  zone('intel-rapl:1', 'psys', 90_000_000);
  expect(systemEnergyParts(folder).counters()).toEqual(new Map([['intel-rapl:0', { microjoules: 7_000_000, range: 262143328850 }]]));
  mkdirSync(join(folder, 'intel-rapl:2'));
  writeFileSync(join(folder, 'intel-rapl:2', 'name'), 'package-1\n');
  expect(systemEnergyParts(folder).counters()).toBeNull();
  expect(systemEnergyParts(join(folder, 'none')).counters()).toBeNull();
});

it('counts the seconds that this process computes', () => {
  const parts = systemEnergyParts();
  const before = parts.ownCpuSeconds();
  // However long other programs have the core.
  while (parts.ownCpuSeconds() - before < 0.05) Math.sqrt(before);
  expect(parts.ownCpuSeconds() - before).toBeLessThan(5);
  expect(parts.busyCpuSeconds()).toBeGreaterThan(0);
});
