import { PRECISIONS, quantisationFields, type Precision } from '../../../../src-shared/domain/quantisation.ts';
import { defineFormat } from '../format.ts';
import { openLite } from './session.ts';
import { writeLite } from './write.ts';

/** Ranges found for each input by itself and codebooks have no form there, and numbers of bfloat16 no type. */
const UNKNOWN: ReadonlySet<Precision> = new Set(['int8-dynamic', 'codebook-256', 'codebook-16', 'bfloat16']);
const KNOWN = PRECISIONS.filter(precision => !UNKNOWN.has(precision));

export const tflite = defineFormat({
  id: 'tflite',
  title: 'TensorFlow Lite',
  help: 'One file for telephones and small devices, for LiteRT and TensorFlow Lite; answers with probabilities.',
  source: 'TensorFlow, schema.fbs version 3',
  revision: 1,
  params: {
    precision: {
      kind: 'choice',
      label: 'Precision',
      help: 'As the model is, or quantised for this file alone: see the quantise step for the way with a fine-tune.',
      default: 'as-is',
      options: ['as-is', ...KNOWN],
    },
    ...quantisationFields,
  },
  extension: '.tflite',
  tolerance: 1e-5,
  runsIn: 'itself',
  fileNames: name => [`${name}.tflite`],
  quantisation: ({ precision, ...scheme }) =>
    precision === 'as-is' ? null : { precision: precision as (typeof PRECISIONS)[number], ...scheme },
  write: async (model, { name }) => [{ name: `${name}.tflite`, bytes: writeLite(model) }],
  open: async files => openLite(await files.read(files.names[0]!)),
});
