import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Metric } from '../metric.ts';
import { accuracy } from './accuracy.metric.ts';
import { balancedAccuracy } from './balanced-accuracy.metric.ts';
import { brier } from './brier.metric.ts';
import { calibrationError } from './calibration-error.metric.ts';
import { error } from './error.metric.ts';
import { hammingLoss } from './hamming-loss.metric.ts';
import { logLoss } from './log-loss.metric.ts';
import { macroF1 } from './macro-f1.metric.ts';
import { mae } from './mae.metric.ts';
import { microF1 } from './micro-f1.metric.ts';
import { prAuc } from './pr-auc.metric.ts';
import { r2 } from './r2.metric.ts';
import { rmse } from './rmse.metric.ts';
import { rocAuc } from './roc-auc.metric.ts';

/** In the order of the reports. */
export const metrics = createRegistry<Metric>([
  accuracy,
  error,
  balancedAccuracy,
  microF1,
  macroF1,
  hammingLoss,
  logLoss,
  brier,
  calibrationError,
  rocAuc,
  prAuc,
  mae,
  rmse,
  r2,
]);
