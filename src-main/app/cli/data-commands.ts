import { taskText } from './output-lines.ts';
import type { Command } from 'commander';
import { formatCount } from '../../../src-shared/lib/units.ts';
import { deleteData, dependentsOfData, requireNamedData, restoreData } from '../../services/data-removal.ts';
import { dataRows } from '../../services/models.ts';
import { assertUnread, deletionLines } from './deletion-lines.ts';
import { tableLines } from './output.ts';
import { collect, nameOf, withFields } from './import-options.ts';
import { recipeOf } from './recipe-of.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, withReadable, type CommonOptions, type Shell } from './shell.ts';

export function addDataCommands(program: Command, shell: Shell): void {
  const data = program.command('data').description('the data sets of a workspace');
  withCommonOptions(data.command('list'))
    .description('newest first')
    .action((options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const rows = dataRows(db);
          const cells = rows.map(({ id, name, output: { summary } }) => [
            name,
            formatCount(summary.items, 'en'),
            `[${summary.inputShape.join(', ')}]`,
            taskText(summary),
            Object.entries(summary.splits)
              .map(([split, count]) => `${split} ${count}`)
              .join(', '),
            id,
          ]);
          output.result(rows, () => tableLines(['data', 'items', 'shape', 'target', 'splits', 'id'], cells));
          return 0;
        }),
      ),
    );
  withCommonOptions(data.command('import <source>'))
    .description('builtin:NAME, a file or a folder')
    .option('--name <name>', "the data set's name")
    .option('--set <field=value...>', 'fields of the import-data step: label=churned splits.test=0.2', collect, [])
    .action((source: string, options: CommonOptions & { name?: string; set: readonly string[] }) =>
      perform(shell, options, output => {
        const name = options.name ?? nameOf(source);
        const step = withFields({ do: 'import-data', source }, options.set);
        const request = { recipe: recipeOf(`import-${name}`, { [name]: step }), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier data import', app => runToEnd(app.services, request, output));
      }),
    );
  addDelete(data, shell);
}

function addDelete(data: Command, shell: Shell): void {
  withCommonOptions(data.command('delete <data>'))
    .description('forget a data set; models that were trained on it stay, but need its files to be evaluated again')
    .option('--force', 'also while a run that is not at its end may still read it')
    .action((name: string, options: CommonOptions & { force?: boolean }) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier data delete', async ({ services: { context } }) => {
          const record = requireNamedData(context.db, name);
          const dependents = dependentsOfData(context.db, record.id);
          if (options.force !== true) assertUnread(name, dependents);
          deleteData(context, record.id);
          output.result({ deleted: [record.id], dependents }, () => deletionLines([record], dependents));
          return 0;
        }),
      ),
    );
  withCommonOptions(data.command('restore <id>'))
    .description('take back a deletion, as long as no clean-up took the files')
    .action((id: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier data restore', async ({ services: { context } }) => {
          const restored = await restoreData(context, id);
          output.result({ restored: restored ? [id] : [] }, () => [restored ? `Restored ${id}` : `${id} is not deleted`]);
          return 0;
        }),
      ),
    );
}
