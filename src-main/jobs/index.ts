import { createRegistry } from '../../src-shared/lib/registry.ts';
import { checkUpJob } from './check-up.job.ts';
import { clusterJob } from './cluster.job.ts';
import { compareJob } from './compare.job.ts';
import { crossValidateJob } from './cross-validate.job.ts';
import { crossValidatePartJob } from './cross-validate-part.job.ts';
import { distillJob } from './distill.job.ts';
import { evaluateJob } from './evaluate.job.ts';
import { exportJob } from './export.job.ts';
import { factoriseJob } from './factorise.job.ts';
import { fitJob } from './fit.job.ts';
import { fitLaneJob } from './fit-lane.job.ts';
import { fuseJob } from './fuse.job.ts';
import { importDataJob } from './import-data.job.ts';
import { importModelJob } from './import-model.job.ts';
import type { Job } from './job.ts';
import { latencyJob } from './latency.job.ts';
import { predictJob } from './predict.job.ts';
import { pruneJob } from './prune.job.ts';
import { quantiseJob } from './quantise.job.ts';
import { searchLaneJob } from './search-lane.job.ts';
import { searchJob } from './search.job.ts';
import { slimJob } from './slim.job.ts';
import { squashJob } from './squash.job.ts';
import { subnetJob } from './subnet.job.ts';
import { trainJob } from './train.job.ts';

/** What step kinds do, by the id of the kind. A test fails when a step kind has no job here. */
export const jobs = createRegistry<Job>([
  importDataJob,
  importModelJob,
  trainJob,
  crossValidatePartJob,
  crossValidateJob,
  searchLaneJob,
  searchJob,
  slimJob,
  subnetJob,
  fitLaneJob,
  fitJob,
  pruneJob,
  factoriseJob,
  clusterJob,
  quantiseJob,
  fuseJob,
  distillJob,
  squashJob,
  evaluateJob,
  checkUpJob,
  compareJob,
  exportJob,
  latencyJob,
  predictJob,
]);
