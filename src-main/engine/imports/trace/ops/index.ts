import type { OpTable } from '../call.ts';
import { ACTIVATION_OPS } from './activations.ts';
import { CONVOLUTION_OPS } from './convolutions.ts';
import { JOIN_OPS } from './joins.ts';
import { LINEAR_OPS } from './linear.ts';
import { NORM_OPS } from './norms.ts';
import { PIPELINE_OPS } from './pipelines.ts';
import { POOL_OPS } from './pools.ts';
import { RECURRENT_OPS } from './recurrent.ts';
import { SERIES_OPS } from './series-cell.ts';
import { SHAPE_OPS } from './shapes.ts';
import { STEP_OPS } from './steps.ts';
import { TOKEN_OPS } from './tokens.ts';

/** What each of ONNX's operators becomes where something of the input comes in. */
export const OPS: OpTable = {
  ...ACTIVATION_OPS,
  ...CONVOLUTION_OPS,
  ...JOIN_OPS,
  ...LINEAR_OPS,
  ...NORM_OPS,
  ...PIPELINE_OPS,
  ...POOL_OPS,
  ...RECURRENT_OPS,
  ...SERIES_OPS,
  ...SHAPE_OPS,
  ...STEP_OPS,
  ...TOKEN_OPS,
};
