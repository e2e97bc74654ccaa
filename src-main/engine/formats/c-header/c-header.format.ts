import { quantisationFields } from '../../../../src-shared/domain/quantisation.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { isQuantised } from '../../quantisation/quantise-model.ts';
import { defineFormat } from '../format.ts';
import { headerText } from './header-text.ts';
import { parseHeader } from './parse-header.ts';
import { planProgram } from './plan-program.ts';
import { runProgram } from './run-program.ts';

const ITEMS_A_TURN = 8;

/** Every weight and every step between layers in 8 bits; what a step stands for is a float32. */
export const cHeader = defineFormat({
  id: 'c-header',
  title: 'C header',
  help: 'One file of plain C99 in int8, without libraries, for microcontrollers: dense and convolutional networks. A model that is not in int8 yet is quantised for it.',
  source: 'Jacob 2018, arXiv:1712.05877, §2',
  revision: 2,
  params: quantisationFields,
  extension: '.h',
  tolerance: 1e-5,
  fileNames: name => [`${name}.h`],
  quantisation: (scheme, graph) => (isQuantised(graph) ? null : { precision: 'int8', ...scheme }),
  write: async (model, { name }) => [
    { name: `${name}.h`, bytes: new TextEncoder().encode(headerText(planProgram(model), model.card, name)) },
  ],
  async open(files) {
    const program = parseHeader(new TextDecoder().decode(await files.read(files.names[0] ?? '')));
    return {
      runtime: "espalier's reader of C headers",
      async predict(inputs, items) {
        if (inputs.length !== items * program.inputs) throw invalidInput(`${program.inputs} numbers an item are required`);
        const answers = new Float32Array(items * program.outputs);
        for (let item = 0; item < items; item++) {
          // Convolutions take a while here: messages must get in between.
          if (item % ITEMS_A_TURN === 0) await new Promise(resolve => setTimeout(resolve));
          answers.set(runProgram(program, inputs.subarray(item * program.inputs, (item + 1) * program.inputs)), item * program.outputs);
        }
        return answers;
      },
      close: () => Promise.resolve(),
    };
  },
});
