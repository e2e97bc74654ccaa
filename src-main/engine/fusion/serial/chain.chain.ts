import type { LabelMap } from '../../../../src-shared/domain/serial-fusion.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { trainingLoad } from '../../memory/predict-memory.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import { defineFusionMethod, type SourceMember } from '../method.ts';
import { chainAnswers, runChain } from './chain/run-chain.ts';
import { placedFigures, serialReport } from './serial-report.ts';
import { stageTraining } from './stage-training.ts';

/** Models in a row, of different data sets if need be; each reads what the one before it knows. */
export const chain = defineFusionMethod({
  id: 'chain',
  title: 'Chain',
  help: 'Members in a row: each reads beside its input what the one before it says, and is trained on the data with that frozen.',
  source: 'Read 2011, doi:10.1007/s10994-011-5256-5; features of frozen networks: Rusu 2016, arXiv:1606.04671',
  revision: 1,
  params: {
    pass: {
      kind: 'choice',
      label: 'Passed on',
      help: 'Its probabilities, or what its last layer reads.',
      default: 'probabilities',
      options: ['probabilities', 'features'],
    },
    labels: {
      kind: 'one-of',
      label: 'Classes',
      help: 'How members’ classes are found among the data’s.',
      default: 'byName',
      options: [
        { kind: 'choice', label: 'By name', options: ['byName'] },
        {
          kind: 'group',
          label: 'By a table per member',
          fields: {
            table: {
              kind: 'record',
              label: 'Table per member',
              help: 'What it leaves out goes by name.',
              of: {
                kind: 'record',
                label: 'Its classes',
                of: { kind: 'text', label: 'Class of the data', pattern: '.+', patternHelp: 'the name of a class' },
              },
            },
          },
        },
      ],
    },
  },
  async fuse(call) {
    const { members, data, config, seed, card, hooks } = call;
    if (members.length < 2) throw invalidInput(`A chain needs at least two members, got ${members.length}`, { path: 'members' });
    const training = stageTraining(call.settings);
    const largest = members.reduce((most, member) => (member.bytes > most.bytes ? member : most));
    const engine = await call.engine(trainingLoad({ graph: largest.model.graph, data }, training));
    const tables = typeof config.labels === 'string' ? {} : config.labels.table;
    const setup = { engine, members, pass: config.pass, tables, data, card, seed, training };
    const { network, labels } = await runChain(setup, hooks);
    const { graph, parameters, masks, epochs, steps, trainingMs } = network;
    const model = { graph, parameters, masks, card };
    const judged = await placedFigures(call, model, chainAnswers(setup));
    const warnings = [...unmappedWarnings(members, labels), ...provenanceWarnings(members, data)];
    const serial = { kind: 'chain', pass: config.pass, labels, judged } as const;
    return { model, report: serialReport('chain', members, { serial, warnings }), training: { epochs, steps, trainingMs } };
  },
});

function unmappedWarnings(members: readonly SourceMember[], labels: readonly LabelMap[]): readonly string[] {
  return members.flatMap(({ name }, i) => {
    const unmapped = (labels[i]?.unmapped ?? []).map(label => `'${label}'`);
    return unmapped.length === 0 ? [] : [`The data has no class for ${unmapped.join(', ')} of '${name}'`];
  });
}

/** Items are compared by their numbers, which another import counts otherwise. */
function provenanceWarnings(members: readonly SourceMember[], { manifest }: LoadedDataset): readonly string[] {
  const others = members.filter(({ source }) => source !== manifest.input.file.hash).map(({ name }) => `'${name}'`);
  return others.length === 0
    ? []
    : [`Whether ${others.join(', ')} saw the validation items can't be told, as the data is another; judge the chain on the test part`];
}
