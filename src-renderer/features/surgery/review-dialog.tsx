import { Button, Checkbox, CopyButton, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { CatalogEntry } from '../../../src-shared/domain/params/param-spec.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useStartRun } from '../../ipc/queries.ts';
import { recipeOf, type PruneSettings } from './recipe-of.ts';
import styles from './surgery.module.css';
import type { OpenedSurgery, Removed } from './use-surgery.ts';

interface ReviewDialogProps {
  readonly opened: OpenedSurgery;
  readonly removed: Removed;
  readonly summary: string;
  readonly onClose: () => void;
}

const CONTROLS = ['random', 'scratch', 'dense'] as const;

/** The last look before the run: how it is fine-tuned, what it is compared with, and the recipe. */
export function ReviewDialog({ opened, removed, summary, onClose }: ReviewDialogProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const start = useStartRun();
  const { model, criterion, schedules } = opened;
  const [settings, setSettings] = useState<PruneSettings>(() => ({
    name: t('surgery.runName', { model: model.name }),
    schedule: { id: schedules[0]?.id ?? '', params: numbersOf(schedules[0]) },
    epochs: 3,
    controls: { random: true, scratch: true, dense: true },
  }));
  const change = (part: Partial<PruneSettings>) => setSettings(known => ({ ...known, ...part }));
  const text = recipeOf({ ...settings, modelId: model.id, criterion, removed });
  return (
    <ReviewFrame onClose={onClose}>
      <div className={styles.review}>
        <h2>{t('surgery.review')}</h2>
        <p>{summary}</p>
        <div className={styles.fields}>
          <TextInput
            size="xs"
            label={t('surgery.name')}
            value={settings.name}
            onChange={event => change({ name: event.currentTarget.value })}
          />
          <ScheduleFields schedules={schedules} settings={settings} change={change} />
          <NumberInput
            size="xs"
            label={t('surgery.epochs')}
            min={0}
            max={10_000}
            allowDecimal={false}
            value={settings.epochs}
            onChange={value => change({ epochs: Number(value) })}
          />
        </div>
        <fieldset className={styles.controls}>
          <legend>{t('surgery.controls')}</legend>
          {CONTROLS.map(control => (
            <Checkbox
              key={control}
              size="xs"
              label={t(`surgery.control.${control}`)}
              checked={settings.controls[control]}
              onChange={event => change({ controls: { ...settings.controls, [control]: event.currentTarget.checked } })}
            />
          ))}
        </fieldset>
        <pre className={styles.recipe} tabIndex={0} aria-label={t('surgery.recipe')}>
          {text}
        </pre>
        {start.isError && <FailureNote failure={start.error} />}
        <div className={styles.buttons}>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('common.close')}
          </Button>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'common.copied' : 'surgery.copyRecipe')}
              </Button>
            )}
          </CopyButton>
          <Button
            loading={start.isPending}
            disabled={settings.name.trim() === ''}
            onClick={() => start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) })}
          >
            {t('surgery.start')}
          </Button>
        </div>
      </div>
    </ReviewFrame>
  );
}

/** Without the library's header, which counts as a second banner of the page. */
function ReviewFrame({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened onClose={onClose} size="xl" lockScroll={false} transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('surgery.review')}>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface ScheduleFieldsProps {
  readonly schedules: readonly CatalogEntry[];
  readonly settings: PruneSettings;
  readonly change: (part: Partial<PruneSettings>) => void;
}

/** The schedule and its numbers. */
function ScheduleFields({ schedules, settings: { schedule }, change }: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const entry = schedules.find(({ id }) => id === schedule.id);
  return (
    <>
      <Select
        label={t('surgery.schedule')}
        value={schedule.id}
        onChange={id => id !== null && change({ schedule: { id, params: numbersOf(schedules.find(each => each.id === id)) } })}
        data={schedules.map(({ id, title }) => ({ value: id, label: title }))}
      />
      {Object.entries(schedule.params).map(([name, value]) => (
        <NumberInput
          key={name}
          size="xs"
          label={entry?.params[name]?.label ?? name}
          min={1}
          allowDecimal={false}
          value={value}
          onChange={to => change({ schedule: { ...schedule, params: { ...schedule.params, [name]: Number(to) } } })}
        />
      ))}
    </>
  );
}

function numbersOf(entry: CatalogEntry | undefined): Record<string, number> {
  const numbers = Object.entries(entry?.params ?? {}).flatMap(([name, spec]) =>
    spec.kind === 'number' && typeof spec.default === 'number' ? [[name, spec.default] as const] : [],
  );
  return Object.fromEntries(numbers);
}
