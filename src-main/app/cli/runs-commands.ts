import type { Command } from 'commander';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { formatPercent } from '../../../src-shared/lib/units.ts';
import { createProgressBook } from '../../services/progress-book.ts';
import { jobViewOf, runViewOf } from '../../services/run-views.ts';
import { jobsOfRun } from '../../stores/job-store.ts';
import { getRun, listRuns } from '../../stores/run-store.ts';
import { outputLines } from './output-lines.ts';
import { tableLines } from './output.ts';
import { followRun } from './run-recipe.ts';
import { perform, withApplication, withCommonOptions, withReadable, type CommonOptions, type Shell } from './shell.ts';

export function addRunsCommands(program: Command, shell: Shell): void {
  const runs = program.command('runs').description('what ran, what runs, what was interrupted');
  withCommonOptions(runs.command('list'))
    .description('newest first')
    .action((options: CommonOptions) =>
      perform(shell, options, output =>
        withReadable(shell, options, ({ db }) => {
          const views = listRuns(db, 1000).map(runViewOf);
          const rows = views.map(run => [run.id, run.name, run.state, formatPercent(run.fraction, 'en', 0), new Date(run.createdMs).toISOString()]);
          output.result(views, () => tableLines(['run', 'name', 'state', 'done', 'created'], rows));
          return 0;
        }),
      ),
    );
  withCommonOptions(runs.command('show <run>'))
    .description('its steps and their results')
    .action((runId: string, options: CommonOptions) => perform(shell, options, output => withReadable(shell, options, ({ db }) => {
      const run = getRun(db, runId);
      if (run === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no run '${runId}'`, hint: "'espalier runs list' shows what is there." });
      const jobs = jobsOfRun(db, runId).map(job => jobViewOf(job, createProgressBook(() => 0)));
      output.result({ run: runViewOf(run), jobs, recipe: run.recipe }, () => [
        `${run.name}: ${run.state}`,
        ...jobs.flatMap(job => [`${job.step}${job.replicate === null ? '' : ` #${job.replicate + 1}`} (${job.kind}): ${job.state}`, ...(job.output === null ? [] : outputLines(job.output).map(line => `  ${line}`))]),
      ]);
      return 0;
    })));
  withCommonOptions(runs.command('resume <run>'))
    .description('go on with an interrupted, failed or cancelled run')
    .action((runId: string, options: CommonOptions) =>
      perform(shell, options, output =>
        withApplication(shell, options, 'espalier runs resume', app => followRun(app.services, () => app.services.runs.resume(runId), output)),
      ),
    );
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
