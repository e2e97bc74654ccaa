import type { Command } from 'commander';
import { formatBytes, formatCount, formatNumber } from '../../../src-shared/lib/units.ts';
import { createArtifactFiles } from '../../platform/artifact-files.ts';
import { systemClock } from '../../platform/clock.ts';
import { deleteModels, modelDetail, modelRows } from '../../services/models.ts';
import { tableLines } from './output.ts';
import { recipeOf } from './recipe-of.ts';
import { shrinkCardLines } from './shrink-card-lines.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, withReadable, type CommonOptions, type Shell } from './shell.ts';

export function addModelsCommands(program: Command, shell: Shell): void {
  const models = program.command('models').description('the models of a workspace');
  addList(models, shell);
  addShow(models, shell);
  withCommonOptions(models.command('export <model>'))
    .description('write files for other programs, each read back and compared')
    .requiredOption('--formats <list>', 'formats, separated by commas')
    .option('--directory <folder>', 'where to')
    .action((name: string, options: CommonOptions & { formats: string; directory?: string }) =>
      perform(shell, options, output => {
        const step = {
          do: 'export',
          model: `model:${name}`,
          formats: options.formats.split(','),
          ...(options.directory === undefined ? {} : { directory: options.directory }),
        };
        const request = { recipe: recipeOf(`export-${name}`, { files: step }), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier models export', app => runToEnd(app.services, request, output));
      }),
    );
  withCommonOptions(models.command('delete <model>'))
    .description('forget a model, or every replicate of a name')
    .action((name: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier models delete', async app => {
          const deleted = deleteModels(app.workspace.db, name, systemClock.nowMs());
          output.result({ deleted: deleted.map(model => model.id) }, () => deleted.map(model => `Deleted ${model.name} (${model.id})`));
          return 0;
        }),
      ),
    );
}

function addList(models: Command, shell: Shell): void {
  withCommonOptions(models.command('list'))
    .description('newest first')
    .action((options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const rows = modelRows(db);
          const cells = rows.map(({ id, name, replicate, kind, output: { summary } }) => [
            replicate === null ? name : `${name} #${replicate + 1}`,
            kind,
            formatCount(summary.size.nonZeros, 'en'),
            formatBytes(summary.size.bytes, 'en'),
            Object.entries(summary.validation)
              .map(([figure, value]) => `${figure} ${formatNumber(value, 'en', 4)}`)
              .join(', '),
            id,
          ]);
          output.result(rows, () => tableLines(['model', 'made by', 'non-zeros', 'file', 'validation', 'id'], cells));
          return 0;
        }),
      ),
    );
}

function addShow(models: Command, shell: Shell): void {
  withCommonOptions(models.command('show <model>'))
    .description('its layers and figures')
    .action((name: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, async ({ db, paths }) => {
          const detail = await modelDetail(db, name, hash => createArtifactFiles(paths.artifacts).read(hash));
          const cells = detail.layers.map(layer => [
            layer.name,
            layer.layer,
            `[${layer.outputShape.join(', ')}]`,
            formatCount(layer.parameters, 'en'),
            formatCount(layer.nonZeros, 'en'),
            formatCount(layer.multiplyAdds, 'en'),
          ]);
          const { card } = detail.model.output;
          output.result(detail, () => [
            ...tableLines(['layer', 'type', 'output', 'parameters', 'non-zeros', 'multiply-adds'], cells),
            ...(card === undefined ? [] : ['', ...shrinkCardLines(card)]),
          ]);
          return 0;
        }),
      ),
    );
}
