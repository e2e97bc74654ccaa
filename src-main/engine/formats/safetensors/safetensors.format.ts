import { defineFormat } from '../format.ts';
import { openSafetensors, writeSafetensors } from './write.ts';

export const safetensors = defineFormat({
  id: 'safetensors',
  title: 'Safetensors',
  help: 'The weights alone, with structure and card as metadata: to be loaded into a network of your own.',
  source: 'Hugging Face, safetensors file format',
  revision: 1,
  params: {},
  extension: '.safetensors',
  tolerance: 1e-5,
  fileNames: name => [`${name}.safetensors`],
  write: async (model, { name }) => [{ name: `${name}.safetensors`, bytes: writeSafetensors(model) }],
  open: async (files, engine) => openSafetensors(await files.read(files.names[0]!), await engine()),
});
