import type * as tfjs from '@tensorflow/tfjs-core';

/** tfjs types some operations by rank; shapes were checked before, so layers assert the rank they checked. */
export type Tensor1D = tfjs.Tensor1D;
export type Tensor2D = tfjs.Tensor2D;
export type Tensor3D = tfjs.Tensor3D;
export type Tensor4D = tfjs.Tensor4D;
