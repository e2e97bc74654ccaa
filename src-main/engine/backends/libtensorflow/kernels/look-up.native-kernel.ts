import { DATA_TYPE } from '../data-types.ts';
import { typeAttribute } from '../node-backend.ts';
import type { NativeKernel } from './native-kernel.ts';

/** tfjs-node's gather reads the numbers back to check them, so that a step with it can't be recorded; TensorFlow checks them itself. */
export const lookUp: NativeKernel = {
  name: 'LookUp',
  run({ backend, inputs }) {
    const types = [typeAttribute('Tparams', DATA_TYPE.float), typeAttribute('Tindices', DATA_TYPE.int32)];
    return backend.executeSingleOutput('Gather', types, [inputs['table']!, inputs['ids']!]);
  },
};
