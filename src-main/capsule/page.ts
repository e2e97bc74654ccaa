// What runs in `run.html` of every capsule: a page that needs nothing from elsewhere. The model lies in it, in base64.
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { stepOf } from '../engine/prediction/new-item.ts';
import { answersFor, type CapsuleModel } from './answers-for.ts';
import { createAnswerTable } from './page/answer-table.ts';
import { element, fileButton } from './page/elements.ts';
import { createFileSources } from './page/file-sources.ts';
import { openModel } from './page/open-model.ts';
import { textsFor } from './page/texts.ts';

const texts = textsFor(navigator.language);
const status = element('p', { role: 'status' }, texts.loading);
const place = element('div');

document.documentElement.lang = navigator.language;
document.querySelector('main')?.append(status, place, element('p', { class: 'small' }, texts.offline));
const enclosed = document.getElementById('model')?.textContent?.trim() ?? '';
if (enclosed === '') askForModel();
else void start(Uint8Array.from(atob(enclosed), character => character.charCodeAt(0)));

/** A page beside its model and not around it. */
function askForModel(): void {
  status.textContent = texts.wantsModel;
  const chosen = async ([file]: readonly File[]): Promise<void> => {
    if (file !== undefined) await start(new Uint8Array(await file.arrayBuffer()));
  };
  place.replaceChildren(fileButton(texts.choose, { accept: '.espalier' }, files => void chosen(files)));
}

async function start(bytes: Uint8Array): Promise<void> {
  await told(async () => {
    const model = await openModel(bytes);
    place.replaceChildren(...formOf(model));
    status.textContent = '';
  });
}

function formOf(model: CapsuleModel): readonly HTMLElement[] {
  const results = element('div');
  const answer = (files: readonly File[]): void => void told(() => answerFiles(model, files, results));
  const table = stepOf(model.card, 'table');
  const kind = table !== undefined ? 'table' : stepOf(model.card, 'tokens') ? 'text' : stepOf(model.card, 'sound') ? 'sound' : 'picture';
  const drop = element(
    'div',
    { class: 'drop' },
    element('p', {}, texts.drop[kind]),
    fileButton(texts.choose, { id: 'files' }, answer),
    ' ',
    fileButton(texts.chooseFolder, { webkitdirectory: '' }, answer),
  );
  drop.addEventListener('dragover', event => event.preventDefault());
  drop.addEventListener('drop', event => {
    event.preventDefault();
    answer([...(event.dataTransfer?.files ?? [])]);
  });
  const columns =
    table === undefined ? [] : [element('p', {}, texts.columns + [...new Set(table.columns.map(({ column }) => column))].join(', '))];
  return [drop, ...columns, ...(kind === 'text' ? [writingForm(answer)] : []), results];
}

function writingForm(answer: (files: readonly File[]) => void): HTMLElement {
  const area = element('textarea', { rows: '4', id: 'text' });
  const form = element('form', {}, element('label', { for: 'text' }, texts.write), area, element('button', {}, texts.answer));
  form.addEventListener('submit', event => {
    event.preventDefault();
    answer([new File([area.value], 'text.txt')]);
  });
  return form;
}

async function answerFiles(model: CapsuleModel, files: readonly File[], results: HTMLElement): Promise<void> {
  if (files.length === 0) return;
  status.textContent = texts.working;
  const table = createAnswerTable(model.card, texts);
  results.replaceChildren(table.root);
  let [answers, problems] = [0, 0];
  for await (const some of answersFor(model, createFileSources(files), '')) {
    table.add(some);
    const unread = some.filter(({ problem }) => problem !== null).length;
    problems += unread;
    answers += some.length - unread;
  }
  status.textContent = texts.done(answers, problems);
}

/** What fails is said in the page. */
async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const reason = thrown instanceof AppFailure ? [thrown.error.message, thrown.error.hint ?? ''].join(' ') : String(thrown);
    status.textContent = texts.failed + reason;
  }
}
