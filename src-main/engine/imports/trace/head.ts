import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Live } from './axes.ts';
import { nodeIn } from './layouts.ts';
import { withoutBatch } from './pieces.ts';
import type { Trace } from './trace.ts';

/** What a file ends with that a graph here leaves to its task. */
export interface Answer {
  readonly function: 'softmax' | 'sigmoid' | 'log-softmax' | 'linear';
  /** Both shares of two classes, 1 − p beside p, where the graph has the one number behind p. */
  readonly pair: boolean;
}

/** The node with the logits, or values, of an item, and the function that was behind it. */
export interface Ending {
  readonly answer: Answer;
  readonly node: string;
}

/** Of a foreign value: its numbers in a row, in its own order. */
export function answerOf(trace: Trace, value: Live): Ending {
  const row = withoutBatch(trace, value.axes).flat();
  return endingAt(trace, nodeIn(trace, value, [row]));
}

export function endingAt(trace: Trace, node: string): Ending {
  const pair = pairBehind(trace, node);
  const last = pair ?? node;
  const { layer, config, inputs, shape } = trace.draft(last);
  const name = layer === 'log-softmax' ? layer : layer === 'activation' ? config['function'] : null;
  const isHead = (name === 'softmax' || name === 'sigmoid' || name === 'log-softmax') && shape.length === 1;
  if (!isHead || inputs[0] === undefined) return { answer: { function: 'linear', pair: false }, node };
  return { answer: { function: name, pair: pair !== null }, node: inputs[0] };
}

/**
 * One row of what several outputs answer. Their numbers must each stand alone, and be of one kind: values, or shares behind a sigmoid.
 * Throws `invalid-input` for others.
 */
export function sideBySide(trace: Trace, ends: readonly (Ending & { readonly name: string })[]): Ending {
  const [first, ...others] = ends as readonly [Ending & { readonly name: string }, ...(Ending & { readonly name: string })[]];
  if (others.length === 0) return first;
  const ofShares = ends.find(({ answer }) => answer.function === 'softmax' || answer.function === 'log-softmax' || answer.pair);
  if (ofShares !== undefined)
    throw invalidInput(
      `Outputs that stand side by side must be values, or a sigmoid for each number; '${ofShares.name}' shares out one whole`,
      { path: 'output', hint: 'Name one output: it is a question of its own.' },
    );
  const other = others.find(({ answer }) => answer.function !== first.answer.function);
  if (other !== undefined)
    throw invalidInput(
      `Outputs that stand side by side must end alike; '${first.name}' ends with ${first.answer.function}, '${other.name}' with ${other.answer.function}`,
      { path: 'output', hint: 'Name one of them.' },
    );
  const widths = ends.map(({ name, node }) => `${name}: ${trace.shapeOf(node).at(-1)}`);
  trace.notes.add(`The file's outputs stand side by side in one row here (${widths.join(', ')})`);
  const node = trace.add({ layer: 'concatenate', config: {}, inputs: ends.map(end => end.node), wish: 'outputs' });
  return { answer: first.answer, node };
}

/** The node with p, where the answer is 1 − p beside p. */
function pairBehind(trace: Trace, node: string): string | null {
  const { layer, inputs } = trace.draft(node);
  const [first, second] = inputs;
  if (layer !== 'concatenate' || inputs.length !== 2 || first === undefined || second === undefined) return null;
  const other = trace.draft(first);
  const turned = other.layer === 'rescale' && String(other.config['factor']) === '-1' && String(other.config['offset']) === '1';
  return turned && other.inputs[0] === second && trace.shapeOf(second).join() === '1' ? second : null;
}
