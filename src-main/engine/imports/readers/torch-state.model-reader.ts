import { defineModelReader } from '../model-reader.ts';
import { intoStructure } from '../weights/into-structure.ts';
import { readTorchFile } from '../weights/torch-file.ts';

export const torchStateReader = defineModelReader({
  id: 'torch-state',
  title: 'PyTorch weights',
  help: 'Weights of torch.save (.pt, .pth), for a structure that is given. Nothing in the file is run.',
  source: 'PyTorch, torch.save in its newer and its older form',
  revision: 1,
  params: {},
  matches: ['.pt', '.pth'],
  needsStructure: true,
  read: async ({ bytes }, { structure }) => intoStructure(readTorchFile(bytes), structure),
});
