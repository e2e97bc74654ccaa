import type { Command } from 'commander';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { formatPercent } from '../../../src-shared/lib/units.ts';
import { createProgressBook } from '../../services/progress-book.ts';
import { jobViewOf, runViewOf } from '../../services/run-views.ts';
import { jobsOfRun } from '../../stores/job-store.ts';
import type { ReadableDb } from '../../stores/database.ts';
import { getRun, listRuns } from '../../stores/run-store.ts';
import { outputLines } from './output-lines.ts';
import { tableLines } from './output.ts';
import { judgedItemsIn } from './validation-text.ts';
import { followRun } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, withReadable, type CommonOptions, type Shell } from './shell.ts';

export function addRunsCommands(program: Command, shell: Shell): void {
  const runs = program.command('runs').description('what ran, what runs, what was interrupted');
  addList(runs, shell);
  addShow(runs, shell);
  addResume(runs, shell);
  addCancel(runs, shell);
}

function addList(runs: Command, shell: Shell): void {
  withCommonOptions(runs.command('list'))
    .description('newest first')
    .action((options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const views = listRuns(db, 1000).map(run => runViewOf(run));
          const rows = views.map(({ id, name, state, fraction, createdMs }) => {
            return [id, name, state, formatPercent(fraction, 'en', 0), new Date(createdMs).toISOString()];
          });
          output.result(views, () => tableLines(['run', 'name', 'state', 'done', 'created'], rows));
          return 0;
        }),
      ),
    );
}

function addShow(runs: Command, shell: Shell): void {
  withCommonOptions(runs.command('show <run>'))
    .description('its steps and their results')
    .action((runId: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const run = getRun(db, runId);
          if (run === null) throw unknownRun(runId);
          const idle = createProgressBook(() => 0);
          const jobs = jobsOfRun(db, runId).map(job => jobViewOf(job, idle));
          const lines = (): readonly string[] => [`${run.name}: ${run.state}`, ...jobs.flatMap(job => jobLines(db, job))];
          output.result({ run: runViewOf(run), jobs, recipe: run.recipe }, lines);
          return 0;
        }),
      ),
    );
}

function unknownRun(runId: string): AppFailure {
  const message = `The workspace has no run '${runId}'`;
  return new AppFailure({ code: 'not-found', message, hint: "'espalier runs list' shows what is there." });
}

function jobLines(db: ReadableDb, { step, replicate, kind, state, output }: JobView): readonly string[] {
  const title = `${numberedName(step, replicate)} (${kind}): ${state}`;
  return [title, ...(output === null ? [] : outputLines(output, judgedItemsIn(db, output)).map(line => `  ${line}`))];
}

function addResume(runs: Command, shell: Shell): void {
  withCommonOptions(runs.command('resume <run>'))
    .description('go on with an interrupted, failed or cancelled run')
    .action((runId: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier runs resume', app =>
          followRun(app.services, () => app.services.runs.resume(runId), output),
        ),
      ),
    );
}

function addCancel(runs: Command, shell: Shell): void {
  withCommonOptions(runs.command('cancel <run>'))
    .description('give up a run that was interrupted')
    .action((runId: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier runs cancel', async app => {
          const wasRunning = app.services.runs.cancel(runId);
          output.result({ runId, wasRunning }, () => [wasRunning ? `Cancelled ${runId}` : `${runId} had ended already`]);
          return 0;
        }),
      ),
    );
}
