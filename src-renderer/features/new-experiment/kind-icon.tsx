import {
  IconArrowAutofitWidth,
  IconArrowMerge,
  IconArrowsMinimize,
  IconArrowsSplit2,
  IconCircles,
  IconDatabaseImport,
  IconFileImport,
  IconFlask,
  IconGauge,
  IconLayersSubtract,
  IconMatrix,
  IconPackageExport,
  IconPuzzle,
  IconRuler2,
  IconScale,
  IconScissors,
  IconSearch,
  IconStairs,
  IconStethoscope,
  IconStopwatch,
  IconTrendingDown,
  IconWand,
  type Icon,
} from '@tabler/icons-react';

/** By step kind. */
const ICONS: Readonly<Record<string, Icon>> = {
  'import-data': IconDatabaseImport,
  'import-model': IconFileImport,
  train: IconTrendingDown,
  'cross-validate': IconArrowsSplit2,
  search: IconSearch,
  slim: IconArrowAutofitWidth,
  subnet: IconLayersSubtract,
  fit: IconRuler2,
  prune: IconScissors,
  factorise: IconMatrix,
  cluster: IconCircles,
  quantise: IconStairs,
  distill: IconFlask,
  squash: IconArrowsMinimize,
  fuse: IconArrowMerge,
  evaluate: IconGauge,
  'check-up': IconStethoscope,
  compare: IconScale,
  export: IconPackageExport,
  latency: IconStopwatch,
  predict: IconWand,
};

/** What a kind of step looks like; one that has no drawing yet is a piece of the puzzle. */
export function KindIcon({ kind }: { kind: string }) {
  const Drawn = ICONS[kind] ?? IconPuzzle;
  return <Drawn size={18} stroke={1.6} aria-hidden="true" />;
}
