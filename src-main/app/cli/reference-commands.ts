import type { Command } from 'commander';
import type { CatalogEntry } from '../../../src-shared/domain/params/param-spec.ts';
import { recipeSchema } from '../../../src-shared/domain/recipe/recipe-schema.ts';
import { createCatalog, stepKindViews } from '../../services/catalog.ts';
import { perform, type Shell } from './shell.ts';

/** What can be written in a recipe: for editors, and for reading. */
export function addReferenceCommands(program: Command, shell: Shell): void {
  program
    .command('schema')
    .description("the recipe's JSON Schema, for editors")
    .action(() =>
      perform(shell, {}, async output => {
        output.line(JSON.stringify(recipeSchema(createCatalog()), null, 2));
        return 0;
      }),
    );
  program
    .command('catalog')
    .description('every step kind and algorithm, with parameters and sources')
    .option('--json', 'as one JSON object')
    .action((options: { json?: boolean }) =>
      perform(shell, options, async output => {
        const algorithms = createCatalog();
        const stepKinds = stepKindViews();
        output.result({ stepKinds, algorithms }, () => [
          ...stepKinds.map(kind => `do: ${kind.id}: ${kind.help}`),
          ...Object.entries(algorithms).flatMap(([registry, entries]) => ['', registry, ...entries.flatMap(entryLines)]),
        ]);
        return 0;
      }),
    );
}

function entryLines({ id, title, help, source, params }: CatalogEntry): readonly string[] {
  const names = Object.entries(params).map(([name, spec]) =>
    'default' in spec && spec.default !== undefined ? `${name} (${JSON.stringify(spec.default)})` : name,
  );
  return [`  ${id}: ${help ?? title} [${source}]`, ...(names.length === 0 ? [] : [`      ${names.join(', ')}`])];
}
