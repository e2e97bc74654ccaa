import type { ModelCard } from '../../../../src-shared/domain/graph/model-card.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { C_TYPES, floatText, type ConstantArray, type Program } from './program.ts';
import { runProgram } from './run-program.ts';
import { C_RUNTIME } from './runtime.ts';

const PER_LINE = 24;

/** One header of C99 that includes nothing: constants, two static arrays, `NAME_predict`, and with NAME_SELF_TEST a `main`. */
export function headerText(program: Program, card: ModelCard, fileName: string): string {
  const name = identifier(fileName);
  const test = Float32Array.from({ length: program.inputs }, (_, i) => (i % 17) / 17);
  const expected = runProgram(program, test);
  const upper = name.toUpperCase();
  return `/* ${CARD_KEY}: ${cardText(card).replaceAll('*/', '*\\/')} */
#ifndef ${upper}_H
#define ${upper}_H
${C_RUNTIME}
#define ${upper}_INPUTS ${program.inputs}
#define ${upper}_OUTPUTS ${program.outputs}
${program.arrays.map(array => arrayText(name, array)).join('\n')}
static unsigned char ${name}_steps[${program.steps}];
static float ${name}_values[${program.values}];
/* input: the preprocessed item, channels last. output: probabilities, or values. */
static void ${name}_predict(const float *input, float *output) {
${program.calls.map(call => `  nn_${call.name}(${call.arguments.map(one => argumentText(name, one)).join(', ')});`).join('\n')}
}
static const float ${name}_test_output[${program.outputs}] = {${[...expected].map(floatText).join(', ')}};
/* 0 where the answer to a ramp is what it was when this was written. */
static int ${name}_self_test(void) {
  static float input[${program.inputs}], output[${program.outputs}];
  int i;
  for (i = 0; i < ${program.inputs}; i++) input[i] = (float)(i % 17) / 17.0f;
  ${name}_predict(input, output);
  for (i = 0; i < ${program.outputs}; i++) if (output[i] - ${name}_test_output[i] > 1e-3f || ${name}_test_output[i] - output[i] > 1e-3f) return 1;
  return 0;
}
#ifdef ${upper}_SELF_TEST
int main(void) { return ${name}_self_test(); }
#endif
#endif
/* end of ${name} */
`;
}

function identifier(fileName: string): string {
  const plain = fileName.replaceAll(/\W/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function arrayText(name: string, { name: own, type, values }: ConstantArray): string {
  const texts = [...values].map(value => (type === 'float' ? floatText(value) : String(value)));
  const lines = Array.from({ length: Math.ceil(texts.length / PER_LINE) }, (_, i) =>
    texts.slice(i * PER_LINE, (i + 1) * PER_LINE).join(','),
  );
  return `static const ${C_TYPES[type]} ${name}_${own}[${values.length}] = {\n${lines.join(',\n')}};`;
}

/** Arrays have the name of the model before their own. */
function argumentText(name: string, text: string): string {
  if (/^(steps|values) \+/.test(text) || (/^[A-Za-z_]/.test(text) && text !== 'input' && text !== 'output')) return `${name}_${text}`;
  return text;
}

/** Where a header's text has what; the first group of each is what is looked for. */
export const HEADER_END = /^\/\* end of (\w+) \*\/\n$/m;

export function headerEnd(name: string): string {
  return `/* end of ${name} */\n`;
}

export function headerPatterns(name: string) {
  const upper = name.toUpperCase();
  return {
    inputs: new RegExp(`#define ${upper}_INPUTS (\\d+)`),
    outputs: new RegExp(`#define ${upper}_OUTPUTS (\\d+)`),
    steps: new RegExp(`unsigned char ${name}_steps\\[(\\d+)\\]`),
    values: new RegExp(`static float ${name}_values\\[(\\d+)\\]`),
    arrays: new RegExp(`static const (signed char|int|float) ${name}_(\\w+)\\[(\\d+)\\] = \\{\\n([^}]*)\\};`, 'g'),
    body: new RegExp(`${name}_predict\\([^)]*\\) \\{\\n([^}]*)\\}`),
  };
}
