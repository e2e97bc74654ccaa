import { defineModelReader } from '../model-reader.ts';
import { intoStructure } from '../weights/into-structure.ts';
import { readSafetensors } from '../weights/safetensors.ts';

export const safetensorsReader = defineModelReader({
  id: 'safetensors',
  title: 'Safetensors',
  help: 'Weights alone (.safetensors), for a structure that is given.',
  source: 'huggingface/safetensors, format',
  revision: 1,
  params: {},
  matches: ['.safetensors'],
  needsStructure: true,
  read: async ({ bytes }, { structure }) => intoStructure(readSafetensors(bytes), structure),
});
