import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { parseJson } from '../../formats/card.ts';
import { tensorFrom, type ElementType } from '../element-types.ts';
import type { StateDict } from './torch-file.ts';

const TYPES: Readonly<Record<string, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};
const LONGEST_HEADER = 100_000_000;

/** Named arrays behind a JSON header. Throws `invalid-input` for what lies outside the file. Source: huggingface/safetensors, format. */
export function readSafetensors(bytes: Uint8Array): StateDict {
  const claimed = bytes.length < 8 ? NaN : Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (!(claimed <= Math.min(LONGEST_HEADER, bytes.length - 8)))
    throw invalidInput(`A whole safetensors file is required: its header claims ${claimed} bytes, it has ${bytes.length}`);
  const header = parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + claimed)), 'header');
  if (!isObject(header)) throw invalidInput(`A header with tensors is required, got ${shown(header)}`, { path: 'header' });
  const data = bytes.subarray(8 + claimed);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return new Map(
    entries.map(([name, entry]) => {
      const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
      const type = typeof dtype === 'string' ? TYPES[dtype] : undefined;
      const [start, end] = Array.isArray(offsets) ? (offsets as readonly unknown[]) : [];
      const isPlace = typeof start === 'number' && typeof end === 'number' && start >= 0 && end >= start && end <= data.length;
      if (type === undefined || !isPlace || !Array.isArray(shape))
        throw invalidInput(`a tensor within the file is required, got ${shown(entry)}`, { path: name });
      const { values } = tensorFrom(data.subarray(start, end), type, shape as readonly number[], name);
      return [name, { shape: shape as readonly number[], values: Float32Array.from(values) }] as const;
    }),
  );
}
