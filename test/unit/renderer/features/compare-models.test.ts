import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitHash } from '../../../../src-renderer/app/hash-location.ts';
import { greatestError, worstConfusions } from '../../../../src-renderer/features/compare/confusion.ts';
import { curveLines, scaleOf } from '../../../../src-renderer/features/compare/curve-lines.ts';
import { figureOf, figuresOf, groupValue, primaryFigure } from '../../../../src-renderer/features/compare/figures.ts';
import { wilson95 } from '../../../../src-shared/lib/wilson.ts';
import { frontOf } from '../../../../src-renderer/features/compare/front.ts';
import { matching } from '../../../../src-renderer/features/compare/match-models.ts';
import { parallelOf, passes, valueAt } from '../../../../src-renderer/features/compare/parallel.ts';
import { reportHtml } from '../../../../src-shared/lib/report-html.ts';
import {
  comparisonOfModels,
  modelsInSearch,
  obstacleOf,
  oldestFirst,
  pathOfModels,
  pickRows,
  recipeOfComparison,
  splitInSearch,
} from '../../../../src-renderer/features/compare/selection.ts';
import { controlsOf, subjectsOfModels, type Subject, type Surroundings } from '../../../../src-renderer/features/compare/subjects.ts';
import { bestRows, tableRows } from '../../../../src-renderer/features/compare/table-rows.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { parseRecipe } from '../../../../src-shared/domain/recipe/parse-recipe.ts';
import { smallCatalog } from '../../../support/small-catalog.ts';

interface Made {
  readonly id: string;
  readonly name?: string;
  readonly replicate?: number | null;
  readonly runId?: string;
  readonly data?: string;
  readonly validation?: Readonly<Record<string, number>>;
  readonly bytes?: number;
  readonly createdMs?: number;
}

function row({ id, name = id, replicate = null, runId = 'r', data = 'd', validation = {}, bytes = 100, createdMs = 0 }: Made): ModelRow {
  const size = { parameters: 10, nonZeros: 10, multiplyAdds: 10, bytes, compressedBytes: bytes };
  const summary = {
    ...{ task: 'classes' as const, classes: ['a', 'b'], size, sparsity: null, validation, steps: 100, trainingMs: 60_000 },
    epochs: { run: 4, kept: 4, stoppedEarly: false },
  };
  return {
    ...{ id, name, replicate, runId, createdMs, step: name, givenName: null, note: '', starred: false, tags: [], kind: 'train' },
    ...{ runName: `run ${runId}`, jobId: `job-${id}`, dataName: data },
    output: { kind: 'model', file: { hash: 'f', bytes }, data: { hash: data, bytes: 1 }, summary },
  };
}

const around: Surroundings = {
  colourOf: name => `colour of ${name}`,
  label: (name, replicate) => (replicate === null ? name : `${name} ${replicate}`),
  validationItems: new Map([['d', 100]]),
};
const subjects = (...made: readonly Made[]): readonly Subject[] => subjectsOfModels(made.map(row), around);

describe('a selection of models', () => {
  it('stands in the address, each model once', () => {
    expect(modelsInSearch('models=b,a,b&split=test')).toEqual(['b', 'a']);
    expect(modelsInSearch('split=test')).toBeNull();
    expect(splitInSearch('models=a&split=validation')).toBe('validation');
    expect(splitInSearch('models=a&split=everything')).toBeNull();
    const path = pathOfModels(['a,b', 'c&d'], 'test');
    expect(splitHash(`#${path}`)).toEqual({ path: '/compare', search: 'models=a%2Cb,c%26d&split=test' });
  });

  it('knows what the workspace does not have', () => {
    const { found, missing } = pickRows([row({ id: 'a' }), row({ id: 'b' })], ['b', 'gone', 'a']);
    expect(found.map(each => each.id)).toEqual(['b', 'a']);
    expect(missing).toEqual(['gone']);
  });

  it('finds the newest comparison of just these models, of the split asked for', () => {
    const known = [
      { jobId: 'wider', split: 'test' as const, modelIds: ['a', 'b', 'c'] },
      { jobId: 'new', split: 'validation' as const, modelIds: ['b', 'a'] },
      { jobId: 'old', split: 'test' as const, modelIds: ['a', 'b'] },
    ];
    expect(comparisonOfModels(known, ['a', 'b'], null)?.jobId).toBe('new');
    expect(comparisonOfModels(known, ['a', 'b'], 'test')?.jobId).toBe('old');
    expect(comparisonOfModels(known, ['a'], null)).toBeNull();
    expect(comparisonOfModels(known, ['a', 'b', 'c', 'd'], null)).toBeNull();
  });

  it('can be measured when all were trained on one data set, and are not too many', () => {
    expect(obstacleOf([])).toEqual({ kind: 'none-chosen' });
    expect(obstacleOf([row({ id: 'a' }), row({ id: 'b' })])).toBeNull();
    expect(obstacleOf([row({ id: 'a' }), row({ id: 'b', data: 'e' })])).toEqual({
      kind: 'other-data',
      sets: [
        { data: 'd', models: ['a'] },
        { data: 'e', models: ['b'] },
      ],
    });
    expect(obstacleOf(Array.from({ length: 201 }, (_, i) => row({ id: String(i) })))).toEqual({ kind: 'too-many', most: 200 });
  });

  it('becomes a recipe that reads back as it was meant, whatever the names are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), names => {
        const rows = names.map((name, i) => row({ id: `id-${i}`, name }));
        const parsed = parseRecipe(recipeOfComparison(rows, 'validation'), smallCatalog);
        expect(parsed.ok && parsed.value.steps.map(step => [step.do, step.values['split'], step.references.map(r => r.target)])).toEqual([
          ['compare', 'validation', rows.map(({ id }) => ({ kind: 'stored', name: id }))],
        ]);
      }),
    );
  });

  it('is measured with the oldest first, replicates in their order', () => {
    const rows = [
      row({ id: 'lean', createdMs: 9 }),
      row({ id: 'dense 1', name: 'dense', replicate: 1, createdMs: 1 }),
      row({ id: 'dense 0', name: 'dense', replicate: 0, createdMs: 2 }),
    ];
    expect(oldestFirst(rows).map(({ id }) => id)).toEqual(['dense 0', 'dense 1', 'lean']);
  });

  it('is found by words in name, run and data', () => {
    const rows = [row({ id: 'dense', runId: 'tour' }), row({ id: 'lean', runId: 'wide' })];
    expect(matching(rows, 'RUN den').map(({ id }) => id)).toEqual(['dense']);
    expect(matching(rows, '  ')).toBe(rows);
  });
});

describe('models side by side', () => {
  it('of two runs and one name get the names of their runs', () => {
    const [a, b] = subjects({ id: 'a', name: 'net', runId: 'one' }, { id: 'b', name: 'net', runId: 'two' });
    expect([a?.name, b?.name]).toEqual(['net (run one)', 'net (run two)']);
  });

  it('are read by their validation error where nothing was measured, with the interval of its items', () => {
    const [subject] = subjects({ id: 'a', validation: { loss: 0.3, accuracy: 0.9 } });
    const figure = primaryFigure(figuresOf([subject!]))!;
    expect(figure.id).toBe('validation.error');
    const value = figure.of(subject!)!;
    expect(value.value).toBeCloseTo(0.1, 12);
    expect(value.interval).toEqual(wilson95(value.value, 100));
    expect(figureOf(figuresOf([subject!]), 'cost.latency')).toBeNull();
  });

  it('have Wilson intervals: for 10 of 100, 5.5 % to 17.4 %', () => {
    expect(wilson95(0.1, 100).map(end => end.toFixed(4))).toEqual(['0.0552', '0.1744']);
    expect(wilson95(0, 50)[0]).toBe(0);
  });

  it('are grouped by step: mean and interval over seeds, 0.1, 0.2, 0.3 give 0.2 ± 4.303·0.1/√3', () => {
    const members = subjects(
      ...[0.9, 0.8, 0.7].map((accuracy, i) => ({ id: `m${i}`, name: 'net', replicate: i, validation: { accuracy } })),
    );
    const figure = figureOf(figuresOf(members), 'validation.error')!;
    const { value, interval } = groupValue(figure, members)!;
    expect(value).toBeCloseTo(0.2, 12);
    expect(interval![1]).toBeCloseTo(0.2 + (4.3027 * 0.1) / Math.sqrt(3), 4);
    expect(groupValue(figure, [...members, ...subjects({ id: 'x', name: 'net' })])).toBeNull();
  });

  it('are sorted by the mean of their group, without the figure last', () => {
    const all = subjects(
      { id: 'none' },
      { id: 's0', name: 'net', replicate: 0, validation: { accuracy: 0.5 } },
      { id: 's1', name: 'net', replicate: 1, validation: { accuracy: 0.7 } },
      { id: 'best', validation: { accuracy: 0.9 } },
    );
    const figure = figureOf(figuresOf(all), 'validation.error')!;
    const shown = tableRows(all, new Set(['net']), { figure, isReversed: false }).map(each =>
      each.kind === 'group' ? `group ${each.group.name}` : each.subject.modelId,
    );
    expect(shown).toEqual(['best', 'group net', 's1', 's0', 'none']);
    const worstFirst = tableRows(all, new Set(), { figure, isReversed: true });
    expect(worstFirst.map(each => each.kind)).toEqual(['group', 'model', 'model']);
  });

  it('have a best one in a figure, whichever way is better; members compete with nobody', () => {
    const all = subjects(
      { id: 'a', validation: { accuracy: 0.8 }, bytes: 10 },
      { id: 'b', validation: { accuracy: 0.9 }, bytes: 30 },
      { id: 'm0', name: 'net', replicate: 0, validation: { accuracy: 0.99 } },
      { id: 'm1', name: 'net', replicate: 1, validation: { accuracy: 0.59 } },
    );
    const rows = tableRows(all, new Set(['net']), { figure: null, isReversed: false });
    const bestIn = (id: string) =>
      [...bestRows(rows, figureOf(figuresOf(all), id)!)].map(each => (each.kind === 'group' ? 'group' : each.subject.modelId));
    expect(bestIn('validation.accuracy')).toEqual(['b']);
    expect(bestIn('validation.error')).toEqual(['b']);
    expect(bestIn('cost.compressed')).toEqual(['a']);
  });

  it('are joined in a front by what is better of each axis', () => {
    const all = subjects({ id: 'a', validation: { accuracy: 0.9 } });
    const [accuracy, error, bytes] = ['validation.accuracy', 'validation.error', 'cost.compressed'].map(id =>
      figureOf(figuresOf(all), id)!,
    );
    const points = [
      { x: 10, y: 0.7 },
      { x: 20, y: 0.9 },
      { x: 30, y: 0.8 },
    ];
    expect(frontOf(points, bytes!, accuracy!)).toEqual([0, 1]);
    expect(frontOf(points, bytes!, error!)).toEqual([0]);
  });

  it('bring the controls of their size along, as they were trained', () => {
    const made = row({ id: 'lean' });
    const control = (kind: 'random' | 'scratch' | 'dense') => ({ kind, validation: { accuracy: 0.5 }, epochs: 1 });
    const summary = { ...made.output.summary, controls: [control('random'), control('dense'), control('scratch')] };
    const found = controlsOf(subjectsOfModels([{ ...made, output: { ...made.output, summary } }], around));
    expect(found.map(each => each.control.kind)).toEqual(['random', 'scratch']);
  });
});

describe('curves side by side', () => {
  const series = (values: readonly number[]) => [
    { name: 'validation.loss', steps: values.map((_, i) => (i + 1) * 25), values: [...values] },
  ];

  it('run over epochs or minutes: 100 steps were 4 epochs in 1 minute', () => {
    const course = { steps: 100, trainingMs: 60_000, epochs: { run: 4 } };
    expect([scaleOf('epochs', course), scaleOf('minutes', course), scaleOf('steps', course)]).toEqual([0.04, 0.01, 1]);
  });

  it('are one line a model, and a mean with its band for replicates', () => {
    const [a, b, c] = subjects({ id: 'a', name: 'net', replicate: 0 }, { id: 'b', name: 'net', replicate: 1 }, { id: 'c' });
    const curved = [
      { subject: a!, series: series([4, 2]) },
      { subject: b!, series: series([2, 2]) },
      { subject: c!, series: series([1, 1]) },
    ];
    const lines = curveLines(curved, { name: 'validation.loss', axis: 'epochs', meanLabel: (name, count) => `${name} of ${count}` });
    expect(lines.map(line => line.label)).toEqual(['net of 2', 'c']);
    expect(lines[0]!.points).toEqual([
      { x: 1, y: 3 },
      { x: 2, y: 2 },
    ]);
    expect(lines[0]!.band).toBeDefined();
  });
});

describe('parallel axes', () => {
  const settings = new Map<string, Record<string, number | string | boolean>>([
    ['a', { rate: 0.001, kind: 'adam', same: 3 }],
    ['b', { rate: 0.1, kind: 'sgd', same: 3, extra: 1 }],
  ]);
  const results = [
    {
      id: 'error',
      values: [
        { value: 0.1, interval: null },
        { value: 0.3, interval: null },
      ],
    },
  ];
  const parallel = parallelOf({ modelIds: ['a', 'b'], settings, results });

  it('are what the models differ in, on a logarithmic axis where values span decades', () => {
    expect(parallel.axes.map(({ id, kind }) => [id, kind])).toEqual([
      ['rate', 'number'],
      ['kind', 'texts'],
      ['error', 'number'],
    ]);
    expect(parallel.axes[0]).toMatchObject({ isLog: true, low: 0.001, high: 0.1 });
    expect(valueAt(parallel.axes[0]!, 0.5)).toBeCloseTo(0.01, 12);
    expect(parallel.lines).toEqual([
      { modelId: 'a', places: [0, 0, 0] },
      { modelId: 'b', places: [1, 1, 1] },
    ]);
  });

  it('leave only lines within every limit; a line without a place is out where there is one', () => {
    const [a, b] = parallel.lines;
    expect(passes(a!, [null, [0, 0.5], null])).toBe(true);
    expect(passes(b!, [null, [0, 0.5], null])).toBe(false);
    expect(passes({ modelId: 'x', places: [null] }, [[0, 1]])).toBe(false);
    expect(passes({ modelId: 'x', places: [null] }, [null])).toBe(true);
  });
});

describe('confusion matrices side by side', () => {
  it('share the scale of the greatest share of errors in any of them', () => {
    const few = [
      [8, 2],
      [0, 0],
    ];
    expect(greatestError([few, [[99, 1]]])).toBe(0.2);
    expect(greatestError([])).toBe(0);
  });

  it('too large to be read are said as their most frequent mistakes', () => {
    expect(
      worstConfusions(
        [
          [5, 1, 3],
          [0, 9, 0],
          [2, 0, 4],
        ],
        2,
      ),
    ).toEqual([
      { actual: 0, answer: 2, count: 3, total: 9 },
      { actual: 2, answer: 0, count: 2, total: 6 },
    ]);
  });
});

describe('a report as a page', () => {
  it('holds names as they are and never as tags', () => {
    const html = reportHtml({
      language: 'en',
      title: '<script>alert(1)</script>',
      subtitle: 'a & b',
      sentence: '"x" < y',
      cautions: ["it's"],
      tables: [{ title: 'T', table: { header: ['<b>'], rows: [['</td><td>']] } }],
      charts: [{ label: 'c"', svg: '<svg/>' }],
      footer: '',
    });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('<td>&lt;/td&gt;&lt;td&gt;</td>');
    expect(html).toContain('aria-label="c&quot;"><svg/></figure>');
  });
});
