import { compareContract } from './compare.contract.ts';
import { dataContract } from './data.contract.ts';
import { channelOf } from './define-contract.ts';
import { distillationContract } from './distillation.contract.ts';
import { draftsContract } from './drafts.contract.ts';
import { engineContract } from './engine.contract.ts';
import { fusionContract } from './fusion.contract.ts';
import { modelsContract } from './models.contract.ts';
import { projectsContract } from './projects.contract.ts';
import { recipesContract } from './recipes.contract.ts';
import { runsContract } from './runs.contract.ts';
import { shellContract } from './shell.contract.ts';
import { uploadsContract } from './uploads.contract.ts';
import { settingsContract } from './settings.contract.ts';
import { studiesContract } from './studies.contract.ts';
import { surgeryContract } from './surgery.contract.ts';
import { workspaceContract } from './workspace.contract.ts';

/** Every contract. A test fails when a *.contract.ts of this folder is missing here. */
export const CONTRACTS = [
  workspaceContract,
  draftsContract,
  recipesContract,
  runsContract,
  modelsContract,
  compareContract,
  dataContract,
  engineContract,
  projectsContract,
  shellContract,
  uploadsContract,
  settingsContract,
  surgeryContract,
  distillationContract,
  fusionContract,
  studiesContract,
] as const;

/** The allow-lists of the bridge. */
export const CHANNELS: ReadonlySet<string> = new Set(CONTRACTS.flatMap(c => Object.keys(c.calls).map(k => channelOf(c, k))));
export const EVENTS: ReadonlySet<string> = new Set(CONTRACTS.flatMap(c => Object.keys(c.events).map(k => channelOf(c, k))));
