import type { Migration } from '../migrate.ts';
import { firstStore } from './0001-first-store.ts';
import { engineChoices } from './0002-engine-choices.ts';
import { draftsAndRecipes } from './0003-drafts-and-recipes.ts';
import { modelLabels } from './0004-model-labels.ts';
import { runQueue } from './0005-run-queue.ts';
import { studies } from './0006-studies.ts';
import { runBindings } from './0007-run-bindings.ts';

export const migrations: readonly Migration[] = [firstStore, engineChoices, draftsAndRecipes, modelLabels, runQueue, studies, runBindings];
