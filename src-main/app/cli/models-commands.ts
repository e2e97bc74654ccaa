import type { Command } from 'commander';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { formatBytes, formatCount } from '../../../src-shared/lib/units.ts';
import { createArtifactFiles } from '../../platform/artifact-files.ts';
import { labelModels, type LabelRequest } from '../../services/model-labels.ts';
import { deleteModels, dependentsOf, restoreModels } from '../../services/model-removal.ts';
import { modelDetail, modelRows } from '../../services/models.ts';
import { assertUnread, deletionLines } from './deletion-lines.ts';
import { formatList } from './format-list.ts';
import { tableLines } from './output.ts';
import { collect, nameOf, withFields } from './import-options.ts';
import { recipeOf } from './recipe-of.ts';
import { shrinkCardLines } from './shrink-card-lines.ts';
import { runToEnd } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, withReadable, type CommonOptions, type Shell } from './shell.ts';
import { judgedItemsIn, validationText } from './validation-text.ts';

export function addModelsCommands(program: Command, shell: Shell): void {
  const models = program.command('models').description('the models of a workspace');
  addList(models, shell);
  addShow(models, shell);
  withCommonOptions(models.command('export <model>'))
    .description('write files for other programs, each read back and compared')
    .requiredOption('--formats <list>', 'formats, separated by commas; a precision behind a colon: onnx:int8')
    .option('--directory <folder>', 'where to')
    .action((name: string, options: CommonOptions & { formats: string; directory?: string }) =>
      perform(shell, options, output => {
        const step = {
          do: 'export',
          model: `model:${name}`,
          formats: formatList(options.formats),
          ...(options.directory === undefined ? {} : { directory: options.directory }),
        };
        const request = { recipe: recipeOf(`export-${name}`, { files: step }), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier models export', app => runToEnd(app.services, request, output));
      }),
    );
  addImport(models, shell);
  addLabels(models, shell);
  addDelete(models, shell);
}

/** A network that another program trained. */
function addImport(models: Command, shell: Shell): void {
  withCommonOptions(models.command('import <file>'))
    .description('read a network from another program and compare its answers with the file’s own')
    .requiredOption('--data <name>', 'the data it is for: a name or an id in the workspace')
    .option('--name <name>', "the model's name")
    .option('--set <field=value...>', 'fields of the import-model step: output=logits into.preset=mlp', collect, [])
    .action((source: string, options: CommonOptions & { data: string; name?: string; set: readonly string[] }) =>
      perform(shell, options, output => {
        const name = options.name ?? nameOf(source);
        const step = withFields({ do: 'import-model', source, data: `data:${options.data}` }, options.set);
        const request = { recipe: recipeOf(`import-${name}`, { [name]: step }), folder: process.cwd(), fresh: false };
        return withApplication(shell, options, 'espalier models import', app => runToEnd(app.services, request, output));
      }),
    );
}

/** What a person says of a model: its name, a note, a star, tags. */
function addLabels(models: Command, shell: Shell): void {
  const label = (program: string, options: CommonOptions, request: LabelRequest): Promise<void> =>
    perform(shell, options, output =>
      withApplication(shell, options, `espalier models ${program}`, async app => {
        const rows = labelModels(app.services.context, request);
        output.result(rows, () => rows.map(labelLine));
        return 0;
      }),
    );
  withCommonOptions(models.command('rename <model> [name]'))
    .description("give one model a name of its own; without a name it goes by its step's again")
    .action((model: string, name: string | undefined, options: CommonOptions) =>
      label('rename', options, { models: [model], name: name ?? '' }),
    );
  withCommonOptions(models.command('note <model> <text>'))
    .description('what to remember about a model; an empty text takes the note away')
    .action((model: string, note: string, options: CommonOptions) => label('note', options, { models: [model], note }));
  withCommonOptions(models.command('star <model>'))
    .description('mark a model, or every replicate of a name')
    .option('--off', 'take the mark away')
    .action((model: string, options: CommonOptions & { off?: boolean }) =>
      label('star', options, { models: [model], starred: options.off !== true }),
    );
  withCommonOptions(models.command('tag <model> <tags...>'))
    .description('add tags to a model, or to every replicate of a name')
    .option('--remove', 'take these tags away')
    .action((model: string, tags: string[], options: CommonOptions & { remove?: boolean }) =>
      label('tag', options, { models: [model], ...(options.remove === true ? { removeTags: tags } : { addTags: tags }) }),
    );
}

function addDelete(models: Command, shell: Shell): void {
  withCommonOptions(models.command('delete <model>'))
    .description('forget a model, or every replicate of a name; what was made from it stays')
    .option('--force', 'also while a run that is not at its end may still read it')
    .action((name: string, options: CommonOptions & { force?: boolean }) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier models delete', async app => {
          const { context } = app.services;
          const dependents = dependentsOf(context.db, [name]);
          if (options.force !== true) assertUnread(name, dependents);
          const deleted = deleteModels(context, [name]);
          output.result({ deleted: deleted.map(model => model.id), dependents }, () => deletionLines(deleted, dependents));
          return 0;
        }),
      ),
    );
  withCommonOptions(models.command('restore <id>'))
    .description('take back a deletion, as long as no clean-up took the file')
    .action((id: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier models restore', async app => {
          const restored = await restoreModels(app.services.context, [id]);
          output.result({ restored: restored.map(model => model.id) }, () => restored.map(labelLine));
          return 0;
        }),
      ),
    );
}

function addList(models: Command, shell: Shell): void {
  withCommonOptions(models.command('list'))
    .description('newest first; ★ marks those with a star')
    .action((options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const rows = modelRows(db);
          const cells = rows.map(row => [
            titleOf(row),
            row.kind,
            formatCount(row.output.summary.size.nonZeros, 'en'),
            formatBytes(row.output.summary.size.bytes, 'en'),
            validationText(row.output.summary.validation, judgedItemsIn(db, row.output)),
            row.tags.join(', '),
            row.id,
          ]);
          output.result(rows, () => tableLines(['model', 'made by', 'non-zeros', 'file', 'validation', 'tags', 'id'], cells));
          return 0;
        }),
      ),
    );
}

function titleOf({ name, givenName, replicate, starred }: ModelRow): string {
  return `${starred ? '★ ' : ''}${numberedName(name, givenName === null ? replicate : null)}`;
}

function labelLine(row: ModelRow): string {
  const parts = [titleOf(row), ...(row.tags.length === 0 ? [] : [`[${row.tags.join(', ')}]`]), `(${row.id})`];
  return row.note === '' ? parts.join(' ') : `${parts.join(' ')}: ${row.note}`;
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
            ...(detail.model.note === '' ? [] : [detail.model.note, '']),
            ...tableLines(['layer', 'type', 'output', 'parameters', 'non-zeros', 'multiply-adds'], cells),
            ...(card === undefined ? [] : ['', ...shrinkCardLines(card)]),
          ]);
          return 0;
        }),
      ),
    );
}
