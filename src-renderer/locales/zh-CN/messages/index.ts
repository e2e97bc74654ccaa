import { specLabels } from '../spec/labels.ts';
import type { MessageCatalogue } from '../../translate-message.ts';
import { composedMessages } from './composed.ts';
import { dataMessages } from './data.ts';
import { distillationMessages } from './distillation.ts';
import { enginesMessages } from './engines.ts';
import { filesMessages } from './files.ts';
import { formatsMessages } from './formats.ts';
import { fusionMessages } from './fusion.ts';
import { importsMessages } from './imports.ts';
import { layersMessages } from './layers.ts';
import { networksMessages } from './networks.ts';
import { opaqueOperatorMessages } from './opaque-operators.ts';
import { picturesMessages } from './pictures.ts';
import { numpyMessages } from './numpy.ts';
import { predictingMessages } from './predicting.ts';
import { pruningMessages } from './pruning.ts';
import { quantisationMessages } from './quantisation.ts';
import { recipesMessages } from './recipes.ts';
import { runningMessages } from './running.ts';
import { savedModelsMessages } from './saved-models.ts';
import { usualNetworkMessages } from './usual-networks.ts';
import { tfLiteMessages } from './tf-lite.ts';
import { searchMessages } from './search.ts';
import { servicesMessages } from './services.ts';
import { fusionsMessages } from './fusions.ts';
import { severalLabelsMessages } from './several-labels.ts';
import { soundMessages } from './sound.ts';
import { textMessages } from './text.ts';
import { tablesMessages } from './tables.ts';
import { messageWords } from './words.ts';
import { yamlMessages } from './yaml.ts';

/** The texts that main and the shared checks word, a file an area; a test says which templates of the source have none. */
export const messages: MessageCatalogue = {
  templates: {
    ...recipesMessages,
    ...dataMessages,
    ...severalLabelsMessages,
    ...opaqueOperatorMessages,
    ...soundMessages,
    ...textMessages,
    ...tablesMessages,
    ...picturesMessages,
    ...networksMessages,
    ...layersMessages,
    ...fusionMessages,
    ...numpyMessages,
    ...predictingMessages,
    ...pruningMessages,
    ...quantisationMessages,
    ...searchMessages,
    ...fusionsMessages,
    ...distillationMessages,
    ...formatsMessages,
    ...importsMessages,
    ...savedModelsMessages,
    ...usualNetworkMessages,
    ...tfLiteMessages,
    ...enginesMessages,
    ...servicesMessages,
    ...filesMessages,
    ...runningMessages,
    ...composedMessages,
    ...yamlMessages,
  },
  words: messageWords,
  labels: specLabels,
  marks: { colon: '：', semicolon: '；', stop: '。', comma: '、' },
  and: '和',
  or: '或',
  brackets: ['（', '）'],
};
