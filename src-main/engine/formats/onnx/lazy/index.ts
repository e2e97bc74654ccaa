import type { OnnxLazyForm } from './form.ts';
import { cascadeOnDemand } from './cascade.ts';
import { specialistsOnDemand } from './specialists.ts';

/** Layers that are computed on demand where they are the model's answer; elsewhere they have a form without branches. */
export const ONNX_LAZY: Readonly<Record<string, OnnxLazyForm | undefined>> = { cascade: cascadeOnDemand, specialists: specialistsOnDemand };
