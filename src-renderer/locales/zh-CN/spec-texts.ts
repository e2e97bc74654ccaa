import { specAugmentation } from './spec/augmentation.ts';
import { specNumpy } from './spec/numpy.ts';
import { specPredicting } from './spec/predicting.ts';
import { specDistillation } from './spec/distillation.ts';
import { specFusion } from './spec/fusion.ts';
import { specFit } from './spec/fit.ts';
import { specHelps } from './spec/helps.ts';
import { specImports } from './spec/imports.ts';
import { specLatency } from './spec/latency.ts';
import { specLabels } from './spec/labels.ts';
import { specNetworks } from './spec/networks.ts';
import { specSeveralLabels } from './spec/several-labels.ts';
import { specSearchStep } from './spec/search-step.ts';
import { specSearch } from './spec/search.ts';
import { specSerialFusion } from './spec/serial-fusion.ts';
import { specOptions } from './spec/options.ts';
import { specPictures } from './spec/pictures.ts';
import { specQuantisation } from './spec/quantisation.ts';
import { specSlimmable } from './spec/slimmable.ts';
import { specSound } from './spec/sound.ts';
import { specStacking } from './spec/stacking.ts';
import { specText } from './spec/text.ts';
import { specTables } from './spec/tables.ts';

/**
 * The catalog's own texts in Chinese, by their English. They come with the step kinds and algorithms and not from the
 * catalogues of the screens; a test says which are missing. Sources stay as they are cited.
 */
export const specTexts: Readonly<Record<string, string>> = {
  ...specLabels,
  ...specImports,
  ...specFit,
  ...specHelps,
  ...specOptions,
  ...specAugmentation,
  ...specNumpy,
  ...specPredicting,
  ...specLatency,
  ...specDistillation,
  ...specFusion,
  ...specNetworks,
  ...specSearch,
  ...specSearchStep,
  ...specSerialFusion,
  ...specQuantisation,
  ...specSlimmable,
  ...specSound,
  ...specPictures,
  ...specSeveralLabels,
  ...specStacking,
  ...specText,
  ...specTables,
};
