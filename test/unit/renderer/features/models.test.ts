import { describe, expect, it } from 'vitest';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { headline, gainOf } from '../../../../src-renderer/features/models/lineage/gains.ts';
import { compareAddress, lineagePath, modelPath, parseTarget } from '../../../../src-renderer/features/models/model-target.ts';
import { choicesOf, filterRows } from '../../../../src-renderer/features/models/table/filter-rows.ts';
import { spreadOf } from '../../../../src-renderer/features/models/table/spread.ts';
import { neighbour } from '../../../../src-renderer/features/models/table/selection.ts';
import { DEFAULT_VIEW, isFiltered, parseTableView } from '../../../../src-renderer/features/models/table/table-view.ts';
import { tagChanges } from '../../../../src-renderer/features/models/tag-changes.ts';
import { toggled } from '../../../../src-renderer/features/models/toggled.ts';
import { layoutFlow } from '../../../../src-renderer/components/flow/flow-layout.ts';
import { modelOutput } from '../../../support/store-rows.ts';

function row(id: string, part: Partial<ModelRow> = {}): ModelRow {
  return {
    ...{ id, name: id, step: id, givenName: null, note: '', starred: false, tags: [], replicate: null, kind: 'train' },
    ...{ runId: 'r', runName: 'tour', jobId: `j-${id}`, createdMs: 1, dataName: 'digits', output: modelOutput('1'.repeat(64)), ...part },
  };
}

describe('the filter of the models', () => {
  const rows = [
    row('dense', { starred: true, tags: ['board'], note: 'Baseline for the talk' }),
    row('lean', { kind: 'prune', tags: ['board', 'small'] }),
    row('other', { dataName: null, runName: 'Sweep 7' }),
  ];
  const ids = (view: Partial<typeof DEFAULT_VIEW>) => filterRows(rows, { ...DEFAULT_VIEW, ...view }).map(each => each.id);

  it('finds every word somewhere, whatever its case', () => {
    expect(ids({ text: ' BASE talk ' })).toEqual(['dense']);
    expect(ids({ text: 'sweep' })).toEqual(['other']);
    expect(ids({ text: 'board lean' })).toEqual(['lean']);
    expect(ids({ text: 'board sweep' })).toEqual([]);
  });

  it('takes star, tag, kind and data together', () => {
    expect(ids({ tag: 'board' })).toEqual(['dense', 'lean']);
    expect(ids({ tag: 'board', starred: true })).toEqual(['dense']);
    expect(ids({ kind: 'prune' })).toEqual(['lean']);
    expect(ids({ data: 'digits' })).toEqual(['dense', 'lean']);
    expect(ids({})).toEqual(['dense', 'lean', 'other']);
  });

  it('offers what there is, once and in order', () => {
    expect(choicesOf(rows)).toEqual({ kind: ['prune', 'train'], data: ['digits'], tag: ['board', 'small'] });
  });
});

describe('a kept view', () => {
  it('comes back as it was', () => {
    const view = {
      ...DEFAULT_VIEW,
      text: 'x',
      kind: 'prune',
      group: 'run',
      sort: { id: 'bytes', desc: false },
      columns: ['name', 'bytes'],
    } as const;
    expect(parseTableView(JSON.parse(JSON.stringify(view)))).toEqual(view);
    expect([isFiltered(view), isFiltered(DEFAULT_VIEW)]).toEqual([true, false]);
  });

  it('becomes the default where it is nothing this version knows', () => {
    expect(parseTableView(null)).toEqual(DEFAULT_VIEW);
    expect(parseTableView('x')).toEqual(DEFAULT_VIEW);
    expect(parseTableView({ sort: { id: 'gone' }, group: 'gone', columns: ['gone'], text: 7 })).toEqual(DEFAULT_VIEW);
    expect(parseTableView({ columns: ['gone', 'name'] }).columns).toEqual(['name']);
  });
});

describe('groups', () => {
  it('have a mean and the deviation of the sample: of 1, 2, 3 it is 1', () => {
    expect(spreadOf([1, undefined, 2, 3])).toEqual({ mean: 2, deviation: 1, count: 3 });
    expect(spreadOf([5])).toEqual({ mean: 5, deviation: 0, count: 1 });
    expect(spreadOf([undefined])).toBeUndefined();
  });
});

describe('marked models', () => {
  it('are toggled together: out only when all were in', () => {
    expect([...toggled(new Set(['a']), ['a', 'b'])]).toEqual(['a', 'b']);
    expect([...toggled(new Set(['a', 'b', 'c']), ['a', 'b'])]).toEqual(['c']);
  });

  it('are reached line by line, up to both ends', () => {
    const lines = [{ id: 'a' }, { id: 'b' }];
    expect([neighbour(lines, null, 1), neighbour(lines, 'a', 1), neighbour(lines, 'b', 1), neighbour(lines, 'a', -1)]).toEqual([
      'a',
      'b',
      'b',
      'a',
    ]);
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('get the tags that were added, and lose those all had', () => {
    expect(
      tagChanges(
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
        ['d'],
      ),
    ).toEqual({ common: ['b'], addTags: ['d'], removeTags: ['b'] });
  });
});

describe('addresses', () => {
  it('lead to the table, the lineage and a model’s tab, and back', () => {
    expect(parseTarget(undefined)).toEqual({ kind: 'table' });
    expect(parseTarget(decodeURIComponent(lineagePath('run/step').slice('/models/'.length)))).toEqual({
      kind: 'lineage',
      focus: 'run/step',
    });
    expect(parseTarget(modelPath('m1', 'weights').slice('/models/'.length))).toEqual({ kind: 'model', modelId: 'm1', tab: 'weights' });
    expect(parseTarget('m1@nonsense')).toEqual({ kind: 'model', modelId: 'm1', tab: 'overview' });
    expect(compareAddress(['a', 'b'])).toBe('#/compare?models=a,b');
  });
});

describe('what a step bought', () => {
  it('is told in points for shares, else as a ratio, with its tone', () => {
    expect(gainOf({ figure: 'accuracy', before: 0.98, after: 0.97 })).toMatchObject({ as: 'points', tone: 'worse' });
    expect(gainOf({ figure: 'bytes', before: 200, after: 50 })).toMatchObject({ as: 'ratio', by: -0.75, tone: 'better' });
    expect(gainOf({ figure: 'loss', before: 1, after: 2 })).toMatchObject({ as: 'ratio', by: 1, tone: 'worse' });
    expect(gainOf({ figure: 'parameters', before: 1000, after: 1001 })).toMatchObject({ tone: 'same' });
    expect(gainOf({ figure: 'bytes', before: null, after: 7 })).toMatchObject({ as: 'value', by: 7, tone: 'same' });
  });

  it('is the quality, and the size that changed most', () => {
    const sizes = [
      { figure: 'parameters', before: 100, after: 100 },
      { figure: 'nonZeros', before: 100, after: 8 },
      { figure: 'bytes', before: 100, after: 103 },
    ];
    expect(headline([{ figure: 'accuracy', before: 0.9, after: 0.91 }, ...sizes]).map(gain => gain.figure)).toEqual([
      'accuracy',
      'nonZeros',
    ]);
    expect(
      headline([
        { figure: 'accuracy', before: null, after: 0.91 },
        { figure: 'bytes', before: null, after: 1 },
      ]).map(gain => gain.figure),
    ).toEqual(['accuracy']);
  });
});

describe('the layout of a graph', () => {
  it('puts what is made to the right of what it is made from, with room for the label', () => {
    const box = (id: string) => ({ id, width: 100, height: 40 });
    const { boxes, labels } = layoutFlow(
      [box('a'), box('b'), box('c')],
      [
        { from: 'a', to: 'b', label: { width: 80, height: 20 } },
        { from: 'b', to: 'c' },
      ],
      'LR',
    );
    const [a, b, c] = ['a', 'b', 'c'].map(id => boxes.get(id)!.x) as [number, number, number];
    expect(b - (a + 100)).toBeGreaterThanOrEqual(80);
    expect(c).toBeGreaterThan(b + 100);
    expect(labels[0]!.x).toBeGreaterThan(a + 100);
    expect(labels[0]!.x).toBeLessThan(b);
  });
});
