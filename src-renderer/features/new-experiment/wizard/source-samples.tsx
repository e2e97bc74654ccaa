import { useTranslation } from 'react-i18next';
import type { GlimpsedSample } from '../../../../src-shared/domain/source-glimpse.ts';
import { PixelImage } from '../../../components/pixel-image.tsx';
import { useMessage } from '../../../components/use-message.ts';
import styles from './source-panel.module.css';

/** A few files of the source by what they hold. */
export function SourceSamples({ samples }: { samples: readonly GlimpsedSample[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.samples} aria-label={t('new.glimpse.samples')}>
      {samples.map(sample => (
        <li key={sample.name} title={sample.name} data-wide={sample.picture === null || undefined}>
          <Held {...sample} />
          <bdi className={`${styles.name} small soft`}>{sample.label}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Held({ name, picture, text, problem }: GlimpsedSample) {
  const message = useMessage();
  if (picture !== null) return <PixelImage pixels={picture.pixels} shape={picture.shape} label={name} />;
  return problem === null ? <q>{text}</q> : <span className="worse small">▼ {message(problem)}</span>;
}
