import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Evaluation } from '../../../../src-shared/domain/report.ts';
import { shrinkCardTable } from '../../../../src-shared/domain/shrink-card-table.ts';
import { isSmallerOnlyCompressed } from '../../../../src-shared/domain/shrink-card.ts';
import { reportHtml, type TextTable } from '../../../../src-shared/lib/report-html.ts';
import { formatBytes, formatCompact, formatCount, formatNumber, formatPercent } from '../../../../src-shared/lib/units.ts';
import { costsOf } from '../../graph/costs.ts';
import { barsSvg, confusionSvg } from './card-charts.ts';
import type { CapsuleProof } from './manifest.ts';

interface PageInput {
  readonly name: string;
  readonly model: Model;
  readonly proof: CapsuleProof | null;
  /** Of the ONNX file. */
  readonly modelBytes: number;
}

/** A model card as a page that needs nothing from elsewhere; every text of the model's is escaped. */
export function cardPage({ name, model, proof, modelBytes }: PageInput): string {
  const { card } = model;
  const { total } = costsOf(model.graph, model.parameters, model.masks);
  const facts: TextTable = {
    header: ['', ''],
    rows: [
      ['task', TASKS[card.task]],
      ['label', card.label],
      [card.task === 'labels' ? 'labels' : 'classes', card.classes.join(', ') || '–'],
      [
        'input',
        `[${card.inputShape.join(', ')}], float32, preprocessed: ${card.preprocessing.map(step => step.kind).join(', ') || 'as it is'}`,
      ],
      ['ONNX file', formatBytes(modelBytes, 'en')],
      ['parameters', `${formatCount(total.parameters, 'en')}, of which not zero ${formatCount(total.nonZeros, 'en')}`],
      ['multiply-adds an item', formatCompact(total.multiplyAdds, 'en')],
    ],
  };
  return reportHtml({
    language: 'en',
    title: name,
    subtitle: 'Model card of a capsule. “espalier verify” looks whether what it says is so.',
    sentence: proof === null ? '' : sentenceOf(proof),
    cautions: proof === null ? [] : cautionsOf(proof),
    tables: [{ title: 'The model', table: facts }, ...(proof === null ? [] : proofTables(proof))],
    charts: proof === null ? [] : chartsOf(proof, card.classes),
    footer: 'Made by Espalier.',
  });
}

const TASKS = { classes: 'classification', binary: 'yes or no', labels: 'any number of labels an item', values: 'regression' } as const;

function sentenceOf({ quality, checks }: CapsuleProof): string {
  const wrong =
    quality.errors === undefined
      ? ''
      : `${formatCount(quality.errors, 'en')} of ${formatCount(quality.items, 'en')} answers are wrong on the ${quality.split} split. `;
  return `${wrong}${formatCount(checks.items, 'en')} of its items are enclosed, with the answers the model gave.`;
}

function cautionsOf({ shrunk, quality }: CapsuleProof): readonly string[] {
  return [
    ...(shrunk !== null && isSmallerOnlyCompressed(shrunk)
      ? ['Smaller only when compressed: the same arithmetic as before, and so the same speed.']
      : []),
    ...(quality.split === 'test'
      ? []
      : [`Measured on the ${quality.split} split, which choices were made on: new data may be answered worse.`]),
  ];
}

function proofTables({
  quality,
  shrunk,
  controls,
  origin,
}: CapsuleProof): readonly { readonly title: string; readonly table: TextTable }[] {
  return [
    {
      title: `Quality on the ${quality.split} split, ${formatCount(quality.items, 'en')} items, 95 % intervals over items`,
      table: qualityTable(quality),
    },
    ...(shrunk === null ? [] : [{ title: 'Before and after', table: shrinkCardTable(shrunk) }]),
    ...(controls.length === 0 ? [] : [{ title: 'What else was trained, on validation items', table: controlTable(controls) }]),
    {
      title: 'Where it comes from',
      table: {
        header: ['step', 'kind', 'seed', 'engine', 'key'],
        rows: [
          ...origin.steps.map(({ step, replicate, kind, seed, engine, key }) => [
            replicate === null ? step : `${step} ${replicate + 1}`,
            kind,
            String(seed),
            engine ?? '–',
            key ?? '–',
          ]),
          ['model file', '', '', '', origin.model],
          ['data', '', '', '', origin.data],
        ],
      },
    },
  ];
}

const CONTROLS = {
  random: 'random choice at the same budget',
  scratch: 'the same shape from scratch',
  dense: 'the model before, trained on',
} as const;

function controlTable(controls: CapsuleProof['controls']): TextTable {
  const names = [...new Set(controls.flatMap(({ validation }) => Object.keys(validation)))];
  return {
    header: ['', ...names, 'epochs'],
    rows: controls.map(({ kind, validation, epochs }) => [
      CONTROLS[kind],
      ...names.map(name => (validation[name] === undefined ? '–' : formatNumber(validation[name], 'en', 4))),
      String(epochs),
    ]),
  };
}

/** Shares as per cent; what can exceed 1 as a number. */
function qualityTable({ metrics, task }: Evaluation): TextTable {
  const isShare = (name: string): boolean => task !== 'values' && !['logLoss', 'brier'].includes(name);
  const show = (name: string, value: number): string => (isShare(name) ? formatPercent(value, 'en', 2) : formatNumber(value, 'en', 4));
  return {
    header: ['metric', 'value', 'from', 'to'],
    rows: Object.entries(metrics).map(([name, { value, low, high }]) => [name, show(name, value), show(name, low), show(name, high)]),
  };
}

function chartsOf(
  { quality, shrunk }: CapsuleProof,
  classes: readonly string[],
): readonly { readonly label: string; readonly svg: string }[] {
  const { confusion } = quality;
  return [
    ...(shrunk === null ? [] : [{ label: 'Size and cost after, as a share of before', svg: barsSvg(shrunk) }]),
    ...(confusion === undefined || confusion.length > 20 ? [] : [{ label: 'Confusion matrix', svg: confusionSvg(confusion, classes) }]),
  ];
}
