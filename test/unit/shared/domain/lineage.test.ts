import { describe, expect, it } from 'vitest';
import type { LineageFact } from '../../../../src-shared/domain/lineage/lineage.ts';
import { lineageOf } from '../../../../src-shared/domain/lineage/lineage-of.ts';
import { narrowLineage } from '../../../../src-shared/domain/lineage/narrow-lineage.ts';

function fact(entityId: string, part: Partial<LineageFact> = {}): LineageFact {
  return {
    ...{ jobId: `job-${entityId}`, runId: 'r', runName: 'tour', step: entityId, stepKind: 'train', replicate: null, createdMs: 1 },
    ...{ kind: 'model', entityId, givenName: null, deleted: false, inputs: [], ms: 1000, epochs: 2 },
    ...{ figures: {}, validation: {}, formats: [], ...part },
  };
}

const reads = (...ids: string[]) => ids.map(id => ({ role: 'model', id }));
const digits = fact('digits', { kind: 'data', epochs: null, figures: { items: 70 } });
const edgesOf = (facts: readonly LineageFact[]) => lineageOf(facts).edges.map(({ from, to }) => `${from}→${to}`);

describe('the lineage', () => {
  it('says of an edge what it cost and what it bought', () => {
    const dense = fact('dense', { figures: { parameters: 100, nonZeros: 100, bytes: 400 }, validation: { accuracy: 0.98 } });
    const lean = fact('lean', {
      ...{ inputs: reads('dense'), ms: 30_000, epochs: 9, createdMs: 2 },
      ...{ figures: { parameters: 100, nonZeros: 10, bytes: 410 }, validation: { accuracy: 0.97, loss: 0.2 } },
    });
    const { nodes, edges } = lineageOf([lean, dense]);
    expect(nodes.map(node => node.id)).toEqual(['r/dense', 'r/lean']);
    expect(edges).toEqual([
      {
        ...{ from: 'r/dense', to: 'r/lean', role: 'model', cost: { ms: 30_000, epochs: 9 } },
        bought: [
          { figure: 'accuracy', before: 0.98, after: 0.97 },
          { figure: 'parameters', before: 100, after: 100 },
          { figure: 'nonZeros', before: 100, after: 10 },
          { figure: 'bytes', before: 400, after: 410 },
        ],
      },
    ]);
  });

  it('shows replicates as one, with the means of those that are there', () => {
    const seed = (replicate: number, accuracy: number, deleted = false): LineageFact =>
      fact(`m${replicate}`, {
        step: 'dense',
        replicate,
        deleted,
        ms: 1000 * (replicate + 1),
        inputs: reads('digits'),
        validation: { accuracy },
      });
    const { nodes, edges } = lineageOf([digits, seed(1, 0.96), seed(0, 0.98), seed(2, 0, true)]);
    expect(nodes.map(({ id, deleted }) => [id, deleted])).toEqual([
      ['r/digits', false],
      ['r/dense', false],
    ]);
    expect(nodes[1]!.members.map(member => member.id)).toEqual(['m0', 'm1', 'm2']);
    expect(nodes[1]!.validation['accuracy']).toBeCloseTo(0.97, 12);
    expect(edges).toHaveLength(1);
    expect(edges[0]!.cost).toEqual({ ms: 2000, epochs: 2 });
    expect(edges[0]!.bought).toEqual([{ figure: 'accuracy', before: null, after: nodes[1]!.validation['accuracy'] }]);
  });

  it('keeps what was deleted only as long as something came from it', () => {
    const dense = fact('dense', { deleted: true });
    const lean = fact('lean', { inputs: reads('dense') });
    const alone = fact('alone', { deleted: true, inputs: reads('dense') });
    expect(lineageOf([dense, lean, alone]).nodes.map(node => node.id)).toEqual(['r/dense', 'r/lean']);
    expect(edgesOf([dense, lean, alone])).toEqual(['r/dense→r/lean']);
  });

  it('joins every input of a step, each once, and passes over what it does not know', () => {
    const team = fact('team', { inputs: reads('a', 'b', 'a', 'lost') });
    expect(edgesOf([fact('a'), fact('b'), team])).toEqual(['r/a→r/team', 'r/b→r/team']);
  });

  it('leads over runs, and to files', () => {
    const lean = fact('lean', { runId: 's', inputs: reads('dense') });
    const files = fact('files', {
      entityId: null,
      kind: 'files',
      runId: 's',
      inputs: reads('lean'),
      formats: ['onnx', 'onnx'],
      epochs: null,
    });
    const { nodes, edges } = lineageOf([files, lean, fact('dense')]);
    expect(nodes.map(node => node.id)).toEqual(['r/dense', 's/lean', 's/files']);
    expect(nodes[2]).toMatchObject({ members: [], formats: ['onnx'] });
    expect(edges.find(edge => edge.to === 's/files')).toMatchObject({ bought: [], cost: { epochs: null } });
  });

  it('calls a model by its given name when it stands alone', () => {
    const named = (replicate: number | null, givenName: string | null) => fact(`m${replicate}`, { step: 'dense', replicate, givenName });
    expect(lineageOf([named(null, 'baseline')]).nodes[0]!.name).toBe('baseline');
    expect(lineageOf([named(0, 'baseline'), named(1, null)]).nodes[0]!.name).toBe('dense');
  });
});

describe('a narrow lineage', () => {
  const chain = lineageOf([
    digits,
    fact('old', { createdMs: 2, inputs: reads('digits') }),
    fact('dense', { createdMs: 3, inputs: reads('digits') }),
    fact('lean', { createdMs: 4, inputs: reads('dense') }),
  ]);
  const shown = (focus: string | null, text: string, limit: number) => {
    const { nodes, edges, leftOut } = narrowLineage(chain, { focus, text, limit });
    return [nodes.map(node => node.step).join(' '), edges.length, leftOut];
  };

  it('has all of a small graph', () => {
    expect(shown(null, '', 10)).toEqual(['digits old dense lean', 3, 0]);
  });

  it('has the newest first, with all they came from, and counts the rest', () => {
    expect(shown(null, '', 1)).toEqual(['digits dense lean', 2, 1]);
  });

  it('has the forebears and the offspring of what is in focus', () => {
    expect(shown('r/dense', '', 10)).toEqual(['digits dense lean', 2, 0]);
    expect(shown('r/old', '', 10)).toEqual(['digits old', 1, 0]);
  });

  it('has what is called so, with all it came from', () => {
    expect(shown(null, ' OL', 10)).toEqual(['digits old', 1, 0]);
  });
});
