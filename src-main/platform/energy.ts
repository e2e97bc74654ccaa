import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { EnergyUse } from '../../src-shared/domain/energy.ts';

/** What a meter is made of. */
export interface EnergyParts {
  /** Microjoules that each package of the processor has counted, by name, and where its counter begins anew; null where none can be read. */
  counters(): ReadonlyMap<string, { readonly microjoules: number; readonly range: number }> | null;
  /** Of this process since it began, all threads. */
  ownCpuSeconds(): number;
  /** Of all cores since the machine began, idle time left out. */
  busyCpuSeconds(): number;
}

/** What this process has used since it was asked last; the first time, since the meter was made. */
export type EnergyMeter = () => EnergyUse;

/**
 * A package counts for everything that runs on it: this process has the share that it has of the busy time of all cores (as Scaphandre
 * and Kepler share it out). A counter that comes round twice between two questions, hours at full load, counts once.
 */
export function createEnergyMeter(parts: EnergyParts): EnergyMeter {
  let before = readingOf(parts);
  return () => {
    const now = readingOf(parts);
    const cpuSeconds = Math.max(0, now.own - before.own);
    const busy = Math.max(cpuSeconds, now.busy - before.busy);
    const joules = joulesBetween(before.counters, now.counters);
    before = now;
    return { cpuSeconds, measuredJoules: joules === null ? null : busy === 0 ? 0 : (joules * cpuSeconds) / busy };
  };
}

function readingOf({ counters, ownCpuSeconds, busyCpuSeconds }: EnergyParts) {
  return { counters: counters(), own: ownCpuSeconds(), busy: busyCpuSeconds() };
}

type Counters = ReturnType<EnergyParts['counters']>;

function joulesBetween(before: Counters, now: Counters): number | null {
  if (before === null || now === null) return null;
  let microjoules = 0;
  for (const [name, { microjoules: count, range }] of now) {
    const difference = count - (before.get(name)?.microjoules ?? count);
    microjoules += difference < 0 ? difference + range : difference;
  }
  return microjoules / 1e6;
}

const POWERCAP = '/sys/class/powercap';

/** Of this process and this machine: running average power limit counters (RAPL), where the system lets them be read. */
export function systemEnergyParts(folder = POWERCAP): EnergyParts {
  return {
    counters: () => packageCounters(folder),
    ownCpuSeconds() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    busyCpuSeconds: () => cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000,
  };
}

/** `intel-rapl:0`, `intel-rapl:1`, …: whole packages, of AMD too; their parts (`intel-rapl:0:0`) are counted in them. */
function packageCounters(folder: string): Counters {
  try {
    const packages = readdirSync(folder)
      .filter(name => /^intel-rapl:\d+$/.test(name))
      .filter(name => textIn(folder, name, 'name').startsWith('package'));
    if (packages.length === 0) return null;
    const count = (name: string, file: string): number => Number(textIn(folder, name, file));
    return new Map(
      packages.map(name => [name, { microjoules: count(name, 'energy_uj'), range: count(name, 'max_energy_range_uj') }] as const),
    );
  } catch {
    // Since 2020 only an administrator may read them, by default (CVE-2020-8694).
    return null;
  }
}

function textIn(...path: readonly string[]): string {
  return readFileSync(join(...path), 'utf8').trim();
}
