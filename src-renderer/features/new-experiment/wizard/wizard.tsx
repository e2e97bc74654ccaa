import { useCallback, useMemo, useReducer, useRef, useState, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import { ExportPreviewPanel } from '../../../components/export-preview/export-preview-panel.tsx';
import { Page, Panel } from '../../../components/page.tsx';
import { useNames } from '../../../components/use-names.ts';
import type { useCatalog } from '../../../ipc/experiment-queries.ts';
import { Field } from '../form/field.tsx';
import { FormProvider, type FormModel } from '../form/form-model.tsx';
import { useSpecText } from '../../../components/use-spec-text.ts';
import { BenchLink } from './bench-link.tsx';
import { FieldsPage } from './fields-page.tsx';
import { pagesOf, type PageId, type WizardPage } from './pages.ts';
import { fieldId, startsWith, type Path } from './paths.ts';
import { withSurroundings } from './surroundings.ts';
import { useFirstNetwork } from './use-first-network.ts';
import { ProgressRail } from './progress-rail.tsx';
import { PruningPreviewPanel } from './pruning-preview-panel.tsx';
import { SourceCheckPanel } from './source-check-panel.tsx';
import { SourcePanel } from './source-panel.tsx';
import { SpacePreviewPanel } from './space-preview-panel.tsx';
import { ReviewPage } from './review-page.tsx';
import { specsOfStep } from './step-specs.ts';
import { useAutosave } from './use-autosave.ts';
import { useExportPreview } from './use-export-preview.ts';
import { usePruningPreview } from './use-pruning-preview.ts';
import { columnsOf, useSourceGlimpse, type SourceGlimpseState } from './use-source-glimpse.ts';
import { useSourceCheck } from './use-source-check.ts';
import { useSpacePreview } from './use-space-preview.ts';
import { useReferables } from './use-referables.ts';
import styles from './wizard.module.css';
import { WizardFooter } from './wizard-footer.tsx';
import { pageOf, problemsOf } from './wizard-problems.ts';
import { reduceWizard, type WizardAction, type WizardState } from './wizard-state.ts';

const NONE_SAID: FormModel['problems'] = [];

interface WizardProps {
  readonly draftId: string;
  readonly kind: StepKindView;
  readonly catalog: NonNullable<ReturnType<typeof useCatalog>['data']>;
  readonly initial: WizardState;
}

/** A step kind as pages of fields, and the review of the recipe they make. */
export function Wizard({ draftId, kind, catalog, initial }: WizardProps) {
  const { t } = useTranslation();
  const names = useNames();
  const text = useSpecText();
  const [state, reduce] = useReducer(reduceWizard, initial);
  const autosave = useAutosave(draftId, kind.id, state);
  const { algorithms, stepKinds } = catalog;
  const dispatch = (action: WizardAction): void => reduce(withSurroundings(action, state, { stepKinds, algorithms }));
  useFirstNetwork({ kind: kind.id, state, catalog, suggest: reduce });
  const specs = useMemo(() => specsOfStep(kind, state.recipe.steps[state.main]!, algorithms), [kind, state, algorithms]);
  const pages = useMemo(() => pagesOf(kind.id, specs), [kind.id, specs]);
  const wrong = useMemo(() => problemsOf(state, algorithms), [state, algorithms]);
  const preview = usePruningPreview(kind.id, state, wrong.length === 0);
  const space = useSpacePreview(kind.id, state, wrong.length === 0);
  const exported = useExportPreview(kind.id, state, wrong.length === 0);
  const source = useSourceGlimpse(kind.id, state, specs);
  const check = useSourceCheck(source, wrong.length === 0);
  const said = preview?.problems ?? source?.problems ?? NONE_SAID;
  const problems = useMemo(() => [...wrong, ...said], [wrong, said]);
  const { form } = useFormModel({ state, dispatch, problems, said, pages, catalog, columns: columnsOf(source) });
  const go = useFocusedPages(state, dispatch);
  const page = pages.find(({ id }) => id === state.step) ?? pages[0]!;
  const known = names.kind(kind.id);
  return (
    <Page
      title={known === kind.id ? text(kind.title) : known}
      subtitle={text(kind.help)}
      actions={<BenchLink kind={kind.id} step={state.recipe.steps[state.main]} />}
    >
      <FormProvider model={form}>
        <div className={styles.body}>
          <ProgressRail pages={pages} current={page.id} problems={problems} state={state} onGo={go.to} />
          {page.id === 'review' ? (
            <ReviewPage kind={kind} state={state} problems={problems} pages={pages} specs={specs} onJump={go.toField}>
              {exported !== undefined && <ExportPreviewPanel {...exported} />}
              <SourceCheckPanel state={check} isWide />
            </ReviewPage>
          ) : (
            <div className={styles.beside}>
              <Panel className={styles.page}>
                <FieldsPage page={page} specs={specs} path={['steps', state.main]} />
              </Panel>
              <Previews {...{ preview, space, exported, source }} main={state.main}>
                {page.fields.includes('splits') && <SourceCheckPanel state={check} />}
              </Previews>
            </div>
          )}
          <WizardFooter
            {...{ draftId, pages, page, state, problems }}
            onGo={go.to}
            onDone={autosave.stop}
            note={autosave.isFailing ? t('new.draftNotKept') : autosave.isKept ? t('new.draftKept') : ''}
          />
        </div>
      </FormProvider>
    </Page>
  );
}

interface PreviewsProps {
  readonly preview: ReturnType<typeof usePruningPreview>;
  readonly space: ReturnType<typeof useSpacePreview>;
  readonly exported: ReturnType<typeof useExportPreview>;
  readonly source: SourceGlimpseState | undefined;
  readonly main: string;
  /** Under what lies in a source. */
  readonly children: ReactNode;
}

/** What main foretells of the step, where it foretells anything. */
function Previews({ preview, space, exported, source, main, children }: PreviewsProps) {
  return (
    <>
      {source !== undefined && (
        <div className={styles.side}>
          <SourcePanel state={source} main={main} />
          {children}
        </div>
      )}
      {preview !== undefined && <PruningPreviewPanel state={preview} />}
      {space !== undefined && <SpacePreviewPanel state={space} />}
      {exported !== undefined && <ExportPreviewPanel {...exported} />}
    </>
  );
}

interface ModelParts {
  readonly state: WizardState;
  readonly dispatch: FormModel['dispatch'];
  readonly problems: FormModel['problems'];
  /** Shown at once, wherever they are. */
  readonly said: FormModel['problems'];
  readonly pages: readonly WizardPage[];
  readonly catalog: WizardProps['catalog'];
  readonly columns: FormModel['columns'];
}

/** The form's view of the wizard: problems only of fields that were left, and of pages that were to be. */
function useFormModel({ state, dispatch, problems, said, pages, catalog, columns }: ModelParts): { readonly form: FormModel } {
  const referables = useReferables();
  const [left, setLeft] = useState<readonly Path[]>([]);
  const leave = useCallback((path: Path) => setLeft(before => [...before, path]), []);
  const shown = problems.filter(
    problem =>
      said.includes(problem) ||
      state.attempted.includes(pageOf(problem, state, pages)) ||
      left.some(path => startsWith(problem.path, path)),
  );
  const { algorithms, samples, stepKinds } = catalog;
  return {
    form: { catalog: algorithms, recipe: state.recipe, problems: shown, referables, samples, columns, stepKinds, Field, dispatch, leave },
  };
}

/** Changing the page puts the focus on its heading, or on the field that was jumped to. */
function useFocusedPages({ step }: WizardState, dispatch: FormModel['dispatch']) {
  const target = useRef<string | null>(null);
  useEffect(() => {
    if (target.current === null) return;
    const wanted = document.getElementById(target.current) ?? document.getElementById('wizard-page');
    wanted?.focus();
    wanted?.scrollIntoView({ block: 'nearest' });
    target.current = null;
  }, [step]);
  return {
    to(page: PageId) {
      target.current = 'wizard-page';
      dispatch({ type: 'go', from: step, to: page });
    },
    toField(page: PageId, path: Path) {
      target.current = fieldId(path);
      if (page === step) document.getElementById(fieldId(path))?.focus();
      dispatch({ type: 'go', from: step, to: page });
    },
  };
}
