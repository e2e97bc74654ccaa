import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { LayerType } from '../layer.ts';
import { activation } from './activation.layer.ts';
import { add } from './add.layer.ts';
import { averagePool } from './average-pool.layer.ts';
import { attention } from './attention.layer.ts';
import { averagePool1d } from './average-pool1d.layer.ts';
import { batchNorm } from './batch-norm.layer.ts';
import { bidirectional } from './bidirectional.layer.ts';
import { cascade } from './cascade.layer.ts';
import { concatenate } from './concatenate.layer.ts';
import { conv1d } from './conv1d.layer.ts';
import { conv2dTranspose } from './conv2d-transpose.layer.ts';
import { conv2d } from './conv2d.layer.ts';
import { dense } from './dense.layer.ts';
import { depthwiseConv2d } from './depthwise-conv2d.layer.ts';
import { dropout } from './dropout.layer.ts';
import { embedding } from './embedding.layer.ts';
import { fakeQuantiseLayer } from './fake-quantise.layer.ts';
import { flatten } from './flatten.layer.ts';
import { globalAveragePool } from './global-average-pool.layer.ts';
import { globalMaxPool } from './global-max-pool.layer.ts';
import { groupNorm } from './group-norm.layer.ts';
import { gru } from './gru.layer.ts';
import { input } from './input.layer.ts';
import { layerNorm } from './layer-norm.layer.ts';
import { logSoftmax } from './log-softmax.layer.ts';
import { logits } from './logits.layer.ts';
import { lstm } from './lstm.layer.ts';
import { mask } from './mask.layer.ts';
import { maximum } from './maximum.layer.ts';
import { maxPool1d } from './max-pool1d.layer.ts';
import { maxPool } from './max-pool.layer.ts';
import { multiply } from './multiply.layer.ts';
import { opaque } from './opaque.layer.ts';
import { pad } from './pad.layer.ts';
import { permute } from './permute.layer.ts';
import { piecewiseLinear } from './piecewise-linear.layer.ts';
import { positionalEmbedding } from './positional-embedding.layer.ts';
import { ranks } from './ranks.layer.ts';
import { rescale } from './rescale.layer.ts';
import { repeat } from './repeat.layer.ts';
import { reshape } from './reshape.layer.ts';
import { specialists } from './specialists.layer.ts';
import { selectChannels } from './select-channels.layer.ts';
import { upsampling } from './upsampling.layer.ts';

/** In the order of the forms. A test fails when a *.layer.ts of this folder is missing here. */
export const layers = createRegistry<LayerType>([
  input,
  dense,
  conv2d,
  depthwiseConv2d,
  conv2dTranspose,
  conv1d,
  maxPool,
  averagePool,
  maxPool1d,
  averagePool1d,
  globalAveragePool,
  globalMaxPool,
  upsampling,
  pad,
  flatten,
  reshape,
  permute,
  activation,
  batchNorm,
  layerNorm,
  groupNorm,
  dropout,
  add,
  multiply,
  concatenate,
  cascade,
  specialists,
  repeat,
  lstm,
  gru,
  bidirectional,
  embedding,
  positionalEmbedding,
  mask,
  attention,
  rescale,
  selectChannels,
  logits,
  logSoftmax,
  maximum,
  ranks,
  piecewiseLinear,
  fakeQuantiseLayer,
  opaque,
]);
