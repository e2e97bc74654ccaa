/** What a job's process has used of the machine in a while. */
export interface EnergyUse {
  /** Of all its threads. */
  readonly cpuSeconds: number;
  /** Its share of what the processor's own meter counted; null where there is none that can be read. */
  readonly measuredJoules: number | null;
}

/** Energy that was spent, and how that is known. Of the processor alone: not of memory, disks, screens, or a graphics card. */
export interface Energy {
  readonly joules: number;
  /** `estimated`: by CPU seconds, in part at least. */
  readonly source: 'measured' | 'estimated';
}

/**
 * Of a busy core, where nothing else is known. Source: Lannelongue, Grealey & Inouye 2021, Green Algorithms, doi:10.1002/advs.202100707,
 * which takes 12 W for a core of a processor it does not know.
 */
export const WATTS_PER_CORE = 12;

/** What was spent, with a further use. What no meter counted is estimated: CPU seconds times the watts of a busy core. */
export function withUse(before: Energy | undefined, { cpuSeconds, measuredJoules }: EnergyUse, wattsPerCore: number): Energy {
  const { joules = 0, source = 'measured' } = before ?? {};
  return {
    joules: joules + (measuredJoules ?? cpuSeconds * wattsPerCore),
    source: measuredJoules === null ? 'estimated' : source,
  };
}

/** Of several; null where nothing is known of any. */
export function totalEnergy(spent: readonly (Energy | undefined)[]): Energy | null {
  const known = spent.filter(one => one !== undefined);
  if (known.length === 0) return null;
  return {
    joules: known.reduce((sum, { joules }) => sum + joules, 0),
    source: known.some(({ source }) => source === 'estimated') ? 'estimated' : 'measured',
  };
}
