import type { Trace } from '../trace/trace.ts';

/** Adds the nodes of a function that is composed here; the name of the last one. */
type Composed = (trace: Trace, input: string) => string;

/** λ and α of SELU. Source: Klambauer 2017, arXiv:1706.02515. */
const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 } as const;

const activated = (trace: Trace, input: string, name: string): string =>
  trace.add({ layer: 'activation', config: { function: name }, inputs: [input], wish: `${input}-${name}` });

const rescaled = (trace: Trace, input: string, factor: number, offset = 0): string =>
  trace.add({ layer: 'rescale', config: { factor: [factor], offset: [offset] }, inputs: [input], wish: `${input}-rescaled` });

/** min(max(αx + β, 0), 1). */
function hardSigmoid(trace: Trace, input: string, alpha: number, beta: number): string {
  return rescaled(trace, activated(trace, rescaled(trace, input, 6 * alpha, 6 * beta), 'relu6'), 1 / 6);
}

/** x where it is positive, else α(e^x − 1). */
export function eluOf(trace: Trace, input: string, alpha: number, scale = 1): string {
  const above = rescaled(trace, activated(trace, input, 'relu'), scale * (1 - alpha));
  const both = rescaled(trace, activated(trace, input, 'elu'), scale * alpha);
  return trace.add({ layer: 'add', config: {}, inputs: [above, both] });
}

const hardSwish: Composed = (trace, input) =>
  trace.add({ layer: 'multiply', config: {}, inputs: [input, hardSigmoid(trace, input, 1 / 6, 0.5)] });

/** Functions of Keras 3 that are several layers here. */
const COMPOSED: Readonly<Record<string, Composed>> = {
  hard_sigmoid: (trace, input) => hardSigmoid(trace, input, 1 / 6, 0.5),
  hard_silu: hardSwish,
  hard_swish: hardSwish,
  hard_tanh: (trace, input) => rescaled(trace, hardSigmoid(trace, input, 0.5, 0.5), 2, -1),
  selu: (trace, input) => eluOf(trace, input, SELU.alpha, SELU.scale),
};

/** How a function is composed; undefined for one that is a layer here, or unknown. Keras 2 and TensorFlow.js had a flatter sigmoid. */
export function composedOf(name: unknown, isKeras3: boolean): Composed | undefined {
  if (name === 'hard_sigmoid' && !isKeras3) return (trace, input) => hardSigmoid(trace, input, 0.2, 0.5);
  return typeof name === 'string' && Object.hasOwn(COMPOSED, name) ? COMPOSED[name] : undefined;
}

/** max(x, 0) − a·max(−x, 0), with a number for each channel. */
export function preluOf(trace: Trace, input: string, slopes: Float32Array): string {
  const below = activated(trace, rescaled(trace, input, -1), 'relu');
  const factor = Array.from(slopes, slope => -slope);
  const scaled = trace.add({ layer: 'rescale', config: { factor, offset: [0] }, inputs: [below], wish: `${input}-below` });
  return trace.add({ layer: 'add', config: {}, inputs: [activated(trace, input, 'relu'), scaled] });
}
