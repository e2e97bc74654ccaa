import type { WasmFunction } from '../assembler/function-builder.ts';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise.ts';
import { adamStep, reluGradient, sumMiddle } from './elementwise.ts';
import { multiply, packPanels } from './matrix-multiply.ts';
import { gatherPatches, scatterPatches } from './patches.ts';
import { averagePoolGradient, maxPoolGradient } from './pooling.ts';

/** Every program of the module, by name. `fused`: with relaxed SIMD's multiply-add. */
export function allPrograms(fused: boolean): readonly WasmFunction[] {
  return [
    packPanels,
    multiply(fused),
    gatherPatches,
    scatterPatches,
    maxPoolGradient,
    averagePoolGradient,
    depthwiseFilterGradient,
    depthwiseInputGradient,
    reluGradient,
    sumMiddle,
    adamStep,
  ];
}

/** Arguments and results are numbers: byte addresses, byte strides, counts. */
export type Program = (...args: readonly number[]) => void;
export type ProgramName =
  | 'packPanels'
  | 'multiply'
  | 'gatherPatches'
  | 'scatterPatches'
  | 'maxPoolGradient'
  | 'averagePoolGradient'
  | 'depthwiseFilterGradient'
  | 'depthwiseInputGradient'
  | 'reluGradient'
  | 'sumMiddle'
  | 'adamStep';
