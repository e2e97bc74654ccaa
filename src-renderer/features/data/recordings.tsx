import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../components/error-note.tsx';
import { PixelImage } from '../../components/pixel-image.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type ItemPage, useHeard } from '../../ipc/data-queries.ts';
import styles from './items.module.css';
import { usePlayer } from './use-player.ts';
import { samplesOf, waveformPath } from './waveform.ts';

interface RecordingsProps {
  readonly page: ItemPage;
  readonly shape: readonly number[];
  readonly dataId: string;
}

/** Recordings as spectrograms; the chosen one is played, with its waveform. */
export function Recordings({ page, shape, dataId }: RecordingsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<{ readonly item: number; readonly times: number } | null>(null);
  const label = page.items.find(({ item }) => item === chosen?.item)?.label;
  return (
    <>
      <p className="soft small">{t('data.soundHelp')}</p>
      <ul className={styles.recordings}>
        {page.items.map(({ item, label: name, pixels }) => (
          <li key={item}>
            <button
              type="button"
              aria-label={t('data.hear', { label: name, number: item })}
              aria-pressed={item === chosen?.item}
              onClick={() => setChosen({ item, times: (chosen?.times ?? 0) + 1 })}
            >
              {pixels !== null && (
                <PixelImage pixels={pixels} shape={shape} label={t('data.spectrogramOf', { label: name, number: item })} />
              )}
              <span className="small ellipsis">
                <IconPlayerPlay size={11} aria-hidden="true" /> {name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen !== null && label !== undefined && (
        <Heard key={chosen.item} dataId={dataId} item={chosen.item} times={chosen.times} label={label} />
      )}
    </>
  );
}

interface HeardProps {
  readonly dataId: string;
  readonly item: number;
  /** Rises with every wish to hear it. */
  readonly times: number;
  readonly label: string;
}

function Heard({ dataId, item, times, label }: HeardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const heard = useHeard(dataId, item);
  const { playing, play, stop } = usePlayer();
  const sound = useMemo(
    () => (heard.data === undefined || heard.data === null ? null : { ...heard.data, samples: samplesOf(heard.data.samples) }),
    [heard.data],
  );
  useEffect(() => {
    if (sound !== null) play(sound);
  }, [sound, times, play]);
  if (heard.isError) return <FailureNote failure={heard.error} />;
  if (heard.data === null) return <p className="soft">{t('data.notKept')}</p>;
  if (sound === null) return null;
  const seconds = format.number(sound.samples.length / sound.sampleRate, 3);
  return (
    <div className={styles.heard} role="group" aria-label={t('data.hearing', { label, number: item })}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={playing ? <IconPlayerStop size={14} aria-hidden="true" /> : <IconPlayerPlay size={14} aria-hidden="true" />}
        onClick={() => (playing ? stop() : play(sound))}
      >
        {t(playing ? 'data.stop' : 'data.playAgain')}
      </Button>
      <svg
        viewBox="0 0 600 60"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('data.waveform', { seconds })}
        className={styles.waveform}
      >
        <path d={waveformPath(sound.samples, 600, 60)} />
      </svg>
      <span className="soft small">
        {t('data.hearing', { label, number: item })} · {t('data.seconds', { seconds })}
      </span>
    </div>
  );
}
