import type { Migration } from '../migrate.ts';
import { firstStore } from './0001-first-store.ts';

export const migrations: readonly Migration[] = [firstStore];
