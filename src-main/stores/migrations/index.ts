import type { Migration } from '../migrate.ts';
import { firstStore } from './0001-first-store.ts';
import { engineChoices } from './0002-engine-choices.ts';

export const migrations: readonly Migration[] = [firstStore, engineChoices];
