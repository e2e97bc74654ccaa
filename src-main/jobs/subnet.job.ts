import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { subnet } from '../../src-shared/domain/recipe/steps/subnet.step.ts';
import type { SubNetworkReport } from '../../src-shared/domain/slimmable.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { compareSpeed } from '../engine/evaluation/speed.ts';
import { fineTuneChanged } from '../engine/factorisation/fine-tune.ts';
import { denseFileBytes } from '../engine/formats/native.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { searchSubNetworks, type SubNetworkSearch } from '../engine/search/slimmable/search-sub-networks.ts';
import { requireGroups } from '../engine/search/slimmable/train-slimmable.ts';
import { extract } from '../engine/search/slimmable/widths.ts';
import { dataOf, modelInput, type InputModel } from './job-inputs.ts';
import type { Job, JobContext } from './job.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

/** In a checkpoint's metadata: a resumed job must not choose once more, least of all by another measurement. */
const KEPT = 'subNetworks';
/** Time spent on measuring how fast a structure is. */
const LATENCY_BUDGET_MS = 300;

/** Finds the best sub-network of a slimmable network within a budget, and fine-tunes it. */
export const subnetJob: Job = {
  id: subnet.id,
  async run(input, context) {
    const { model: _model, target, trials, sampler, controls, ...settings } = input.values as ParamValues<typeof subnet.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const least = narrowestOf(source);
    if (Object.values(target).every(limit => limit === undefined)) {
      throw invalidInput('A budget is required: parameters, multiplyAdds, bytes or latencyMs; got none', { path: 'target' });
    }
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters, masks } = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, settings));
    const setup = { ...settings, tf, compiler, data, seed: input.seed };
    const groups = requireGroups({ graph });
    const network = { graph, parameters };
    const search = { ...setup, network, groups, least, target, trials, sampler, ...measuresOf(source, context) };
    const found = await searchedOnce(search, context);
    const chosen = found.tried[found.chosen]!;
    const changed = { ...extract(network, groups, chosen.widths), masks: {} };
    const scratch = controls.scratch ? source.output.summary.epochs.run : undefined;
    const kept = remembering(found, context);
    const { controls: beside, ...result } = await trainedOnce(kept, async () => {
      const tuning = { ...setup, controls: { dense: false, scratch } };
      const tuned = await fineTuneChanged(tuning, { original: { graph, parameters, masks }, changed }, kept);
      return { ...tuned.network, controls: tuned.controls };
    });
    const output = await saveSmaller({ source, graph: result.graph, result, data }, input, context);
    return { ...output, summary: { ...output.summary, subNetwork: found, ...(beside.length === 0 ? {} : { controls: beside }) } };
  },
};

function narrowestOf({ name, output }: InputModel): number {
  const [narrowest] = output.summary.slimmable?.widths ?? [];
  if (narrowest !== undefined) return narrowest.share;
  throw invalidInput(`A model of a slim step is required, but '${name}' was trained at one width only`, {
    path: 'model',
    hint: "Train one with 'do: slim', or cut this one with 'do: prune'.",
  });
}

function measuresOf({ model: { card } }: InputModel, context: JobContext): Pick<SubNetworkSearch, 'fileBytes' | 'measure'> {
  return {
    fileBytes: structure => denseFileBytes(structure, card),
    async measure(structure: ModelGraph) {
      const budget = { card, budgetMs: LATENCY_BUDGET_MS, nowMs: () => context.nowMs(), turn: () => context.turn() };
      return (await compareSpeed(structure, structure, budget)).wholeMs;
    },
  };
}

async function searchedOnce(search: SubNetworkSearch, context: JobContext): Promise<SubNetworkReport> {
  const kept = context.resumeFrom?.metadata[KEPT];
  if (kept !== undefined) return JSON.parse(kept) as SubNetworkReport;
  const found = await searchSubNetworks(search, { ...context, report: progress => context.report({ ...progress, fraction: 0 }) });
  const { widths, parameters, multiplyAdds } = found.tried[found.chosen]!;
  const text = Object.entries(widths).map(([group, channels]) => `${group} ${channels}`);
  context.log(
    'info',
    `The best of ${found.tried.length} sub-networks: ${text.join(', ')}; ${parameters} parameters, ${multiplyAdds} multiply-adds`,
  );
  return found;
}

function remembering(found: SubNetworkReport, context: JobContext): JobContext {
  return {
    ...context,
    turn: () => context.turn(),
    checkpoint: ({ metadata, tensors }) => context.checkpoint({ metadata: { ...metadata, [KEPT]: JSON.stringify(found) }, tensors }),
  };
}
