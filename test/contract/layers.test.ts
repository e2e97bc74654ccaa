import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import { createWasmEngine } from '../../src-main/engine/backends/wasm/create-wasm-engine.ts';
import { checkGraph } from '../../src-main/engine/graph/check-graph.ts';
import { activationsOf, forward, predict } from '../../src-main/engine/graph/forward.ts';
import type { LayerContext, ParameterAxis } from '../../src-main/engine/graph/layer.ts';
import { layers } from '../../src-main/engine/graph/layers/index.ts';
import { shapesOf, type ResolvedNode } from '../../src-main/engine/graph/shapes.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { JsonObject } from '../../src-shared/lib/json.ts';
import { product, separatedValues, type Evaluation } from '../support/graphs.ts';
import { layerCases } from '../support/layer-cases.ts';
import { BATCH, contextFor, evaluationOf, gradientsOf, tensorsFor } from '../support/layer-evaluation.ts';
import { addonMissing, addonUnderTest, requireOrSkip } from '../support/requirements.ts';

const STEP = 1e-2;
const TOLERANCE = 1e-3;

const addon = addonUnderTest();
const hasAddon = requireOrSkip('addon', addonMissing);
const engines = [
  { engine: 'wasm', create: createWasmEngine },
  { engine: 'cpu', create: createCpuEngine },
  ...(hasAddon ? [{ engine: 'tfjs-node', create: () => createEngine('tfjs-node', { addonFolder: addon }) }] : []),
];
let tf: TensorLibrary;

it('every layer file is registered', () => {
  const folder = new URL('../../src-main/engine/graph/layers/', import.meta.url);
  const files = readdirSync(folder).flatMap(file => (file.endsWith('.layer.ts') ? file.replace('.layer.ts', '') : []));
  expect(layers.all.map(layer => layer.id).sort()).toEqual(files.sort());
});

it('every layer is put to the test here', () => {
  expect([...new Set(layerCases.map(one => one.layer))].sort()).toEqual(layers.all.map(layer => layer.id).sort());
});

it.each(layers.all)(
  '$id is plain data apart from its functions, so that a form can be sent it',
  ({ id, title, help, source, params, revision, shorthand }) => {
    const data = { id, title, help, source, params, revision, shorthand };
    expect(structuredClone(data)).toEqual(data);
    expect(source).not.toBe('');
    if (shorthand !== undefined) expect(Object.keys(params)).toContain(shorthand);
  },
);

const cases = engines.flatMap(({ engine, create }) =>
  layerCases.map((one, i) => ({ ...one, engine, create, title: `${one.layer} ${JSON.stringify(one.config)}`, seed: i + 1 })),
);
describe.each(cases)('on $engine, $title', one => {
  beforeAll(async () => {
    tf = (await one.create()).tf;
  });

  const evaluation = evaluationOf(one, one.seed);
  const { graph } = evaluation;
  const tested = shapesOf(graph).get('tested') as ResolvedNode;

  it('has the shapes, parameters and cost worked out by hand', () => {
    const { layer, config, inputs, output } = tested;
    const declared = layer.parameters(config, inputs);
    expect(output).toEqual(one.output);
    expect(Object.fromEntries(declared.map(({ name, shape }) => [name, shape]))).toEqual(one.parameters);
    expect(layer.multiplyAdds(config, inputs, output)).toBe(one.multiplyAdds);
  });

  it.each([true, false])('gives a finite value of the declared shape (training: %s)', training => {
    tf.tidy(() => {
      const value = activationsOf({ tf, ...tensorsFor(tf, evaluation), context: contextFor(tf, training) }).get('tested') as Tensor;
      expect(value.shape).toEqual([BATCH, ...one.output]);
      expect(value.dtype).toBe('float32');
      expect([...value.dataSync()].every(Number.isFinite)).toBe(true);
    });
  });

  // The JavaScript back end is no oracle for a gradient of its own that is known to be wrong.
  const judged = one.straightThrough !== true && (one.engine !== 'cpu' || one.referenceGradientWrong !== true);
  it.each(judged ? [true, false] : [])('has the gradient that central differences give (training: %s)', training => {
    const arrays = [...evaluation.inputs, ...Object.values(evaluation.parameters)];
    const weights = separatedValues(BATCH * product(one.output), 99);
    const found = gradients(evaluation, weights, contextFor(tf, training));
    arrays.forEach(({ values }, a) => {
      const name = Object.keys(evaluation.parameters)[a - evaluation.inputs.length] ?? '';
      if (/mean|variance/.test(name)) return;
      values.forEach((value, i) => {
        const [right, left] = [STEP, -STEP].map(step => {
          values[i] = value + step;
          return loss(evaluation, weights, contextFor(tf, training));
        }) as [number, number];
        values[i] = value;
        const numeric = (right - left) / (2 * STEP);
        const analytic = found[a]?.[i] ?? NaN;
        expect(Math.abs(analytic - numeric), `array ${a}, entry ${i}: ${analytic} against ${numeric}`).toBeLessThan(
          TOLERANCE * Math.max(1, Math.abs(numeric)),
        );
      });
    });
  });

  it('leaves no tensor but its answer behind, and its arguments as they were', () => {
    const { inputs, parameters } = tensorsFor(tf, evaluation);
    const before = [...inputs, ...Object.values(parameters)].map(tensor => tensor.dataSync().slice());
    const count = tf.memory().numTensors;
    const answers = predict({ tf, graph, inputs, parameters });
    expect(tf.memory().numTensors).toBe(count + answers.length);
    tf.dispose(answers);
    expect([...inputs, ...Object.values(parameters)].map(tensor => tensor.dataSync().slice())).toEqual(before);
    tf.dispose([...inputs, ...Object.values(parameters)]);
  });

  it('cuts as many channels into heads as it gives', () => {
    const { layer, config, inputs, output } = tested;
    const rule = layer.channels(config, inputs);
    if (rule.kind !== 'heads') return;
    expect(inputs.slice(0, 3).map(shape => shape.at(-1))).toEqual(new Array(3).fill(output.at(-1)));
    expect((output.at(-1) ?? NaN) % rule.size).toBe(0);
  });

  it('has a channel rule that fits its parameters', () => {
    const { layer, config, inputs, output } = tested;
    const rule = layer.channels(config, inputs);
    const width = (shape: readonly number[] | undefined): number => shape?.at(-1) ?? NaN;
    const sizes = (axes: readonly ParameterAxis[]): number[] =>
      axes.map(({ parameter, axis, repeat = 1, blocks = 1 }) => (one.parameters[parameter]?.[axis] ?? NaN) / repeat / blocks);
    if (rule.kind === 'source') {
      expect(layer.resize).toBeDefined();
      const { tied = 1, tiedInputs = 1 } = rule;
      expect(new Set(sizes([...rule.outputs, ...(rule.feedback ?? [])]))).toEqual(new Set([width(output) / tied]));
      expect(new Set(sizes(rule.inputs))).toEqual(new Set(rule.whole === undefined ? [width(inputs[0]) / tiedInputs] : []));
      const smaller = { ...tested.node, config: layer.resize?.(config, tied) as unknown as JsonObject };
      const resized = checkGraph({ ...graph, nodes: graph.nodes.map(node => (node.name === 'tested' ? smaller : node)) });
      expect(width(shapesOf(resized).get('tested')?.output)).toBe(tied);
    }
    if (rule.kind === 'pass') {
      expect(sizes(rule.parameters).every(size => size === width(inputs[0]))).toBe(true);
      expect(width(output)).toBe(width(inputs[0]) * (rule.repeat ?? 1));
      expect(rule.parameters.map(axis => axis.parameter).sort()).toEqual(Object.keys(one.parameters).sort());
    }
    if (rule.kind === 'unfold') expect(rule.positions * width(inputs[0])).toBe(width(output));
    if (rule.kind === 'fold') expect(rule.positions * width(output)).toBe(width(inputs[0]));
  });
});

function loss(evaluation: Evaluation, weights: Float32Array, context: LayerContext): number {
  return tf.tidy(() => {
    const [answer] = forward({ tf, ...tensorsFor(tf, evaluation), context });
    const values = answer?.dataSync() as Float32Array;
    return values.reduce((sum, value, i) => sum + value * (weights[i] ?? NaN), 0);
  });
}

function gradients(evaluation: Evaluation, weights: Float32Array, context: LayerContext): Float32Array[] {
  return tf.tidy(() => gradientsOf(tf, evaluation, weights, context).map(gradient => gradient.dataSync().slice() as Float32Array));
}
