import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { BuiltinRecipe } from '../services/recipes.ts';

/** The recipes that ship with the product; the file's name is the id. */
export function readBuiltinRecipes(folder: string): readonly BuiltinRecipe[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { id: file.replace(/\.yaml$/, ''), name: String(parseDocument(text).get('name')), text };
    });
}
