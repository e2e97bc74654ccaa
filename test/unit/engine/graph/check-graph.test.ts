import { expect, it } from 'vitest';
import { checkGraph } from '../../../../src-main/engine/graph/check-graph.ts';
import { failureOf } from '../../../support/failure-of.ts';

const input = { name: 'in', layer: 'input', config: { shape: [4] }, inputs: [] };
const dense = { name: 'fc1', layer: 'dense', config: { units: 2 }, inputs: ['in'] };
const good = { version: 1, nodes: [input, dense], inputs: ['in'], outputs: ['fc1'] };
const refusal = (raw: unknown) => failureOf(() => checkGraph(raw));

it('completes configs with defaults and changes nothing the second time', () => {
  const once = checkGraph(good);
  expect(once.nodes[1]?.config).toEqual({ units: 2, activation: 'linear', bias: true, initialiser: 'glorot-uniform' });
  expect(checkGraph(once)).toEqual(once);
});

it.each([
  ['no object', 'text', 'a model graph of version 1 is required'],
  ['another version', { ...good, version: 2 }, 'a model graph of version 1 is required'],
  ['no nodes', { ...good, nodes: [] }, '1 to 10000 nodes are required, got 0'],
  ['too many nodes', { ...good, nodes: Array(10_001).fill(input) }, '1 to 10000 nodes are required, got 10001'],
  ['a node that is no object', { ...good, nodes: [null] }, 'a node is required, got null'],
  ['a name with a slash', { ...good, nodes: [{ ...input, name: 'a/b' }] }, "letters, digits, '-' and '_' is required, got 'a/b'"],
  ['a name twice', { ...good, nodes: [input, dense, dense] }, "two nodes are called 'fc1'"],
  ['a cycle', { ...good, nodes: [input, { ...dense, inputs: ['fc1'] }] }, "'fc1' needs inputs that stand before it, got 'fc1'"],
  ['an input that is no name', { ...good, nodes: [input, { ...dense, inputs: [7] }] }, "'fc1' needs inputs that stand before it, got 7"],
  [
    'a config out of range',
    { ...good, nodes: [input, { ...dense, config: { units: 0 } }] },
    'dense: a value in [1, 1000000] is required, got 0',
  ],
  ['a config of another form', { ...good, nodes: [input, { ...dense, config: [] }] }, 'a config is required, got []'],
  ['an unknown output', { ...good, outputs: ['fc9'] }, "names of nodes are required, got 'fc9'"],
  ['an output twice', { ...good, outputs: ['fc1', 'fc1'] }, 'at least one node name, none twice, is required'],
  ['no output', { ...good, outputs: [] }, 'at least one node name, none twice, is required'],
  ['an input that is a layer', { ...good, inputs: ['in', 'fc1'] }, 'the inputs must be the nodes that read no other (in), got in, fc1'],
  ['an input left out', { ...good, nodes: [input, { ...input, name: 'in2' }, dense], inputs: ['in'] }, '(in, in2), got in'],
  ['a node nobody reads', { ...good, nodes: [input, dense, { ...dense, name: 'idle' }] }, "nothing reads 'idle'"],
])('refuses %s', (_title, raw, message) => {
  const error = refusal(raw);
  expect(error.code).toBe('invalid-input');
  expect(error.message).toContain(message);
});

it('proposes the layer that was meant', () => {
  expect(refusal({ ...good, nodes: [input, { ...dense, layer: 'denze' }] })).toMatchObject({ path: 'fc1', hint: "Did you mean 'dense'?" });
});

it('names the place of a wrong config value', () => {
  expect(refusal({ ...good, nodes: [input, { ...dense, config: { units: 2, bais: true } }] })).toMatchObject({
    path: 'fc1.bais',
    hint: "Did you mean 'bias'?",
  });
});

it('takes names that JavaScript objects have of their own', () => {
  const nodes = [
    { ...input, name: 'constructor' },
    { ...dense, inputs: ['constructor'], name: 'toString' },
  ];
  expect(checkGraph({ version: 1, nodes, inputs: ['constructor'], outputs: ['toString'] }).outputs).toEqual(['toString']);
});

it('refuses a parameter, all parameters together and a result beyond 2^31 values, without making them', () => {
  const wide = { ...input, config: { shape: [1_000_000] } };
  const at = (units: number, name = 'fc1', from = 'in') => ({ name, layer: 'dense', config: { units }, inputs: [from] });
  expect(refusal({ ...good, nodes: [wide, at(3000)] })).toMatchObject({ path: 'fc1/kernel' });
  const chain = [wide, at(1500, 'a'), at(1_000_000, 'fc1', 'a')];
  expect(refusal({ ...good, nodes: chain }).message).toBe('at most 2^31 parameter values in all are possible, got 3001001500');
  expect(refusal({ ...good, nodes: [{ ...input, config: { shape: [2 ** 31, 2 ** 31] } }], outputs: ['in'] })).toMatchObject({ path: 'in' });
});
