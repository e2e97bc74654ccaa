import { useTranslation } from 'react-i18next';
import type { LayerPrecision } from '../../../src-shared/domain/quantisation.ts';
import { useFormat } from '../use-format.ts';
import styles from './quantisation-result.module.css';

/** Narrower parts could not be seen. */
const LEAST_SHARE = 0.012;

/** All weights in a row, layer by layer, as wide as they are many: which are stored small, and which in float32. */
export function PrecisionMap({ layers }: { layers: readonly LayerPrecision[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = layers.reduce((sum, { weights }) => sum + weights, 0);
  const small = layers.reduce((sum, { weights, reason }) => sum + (reason === null ? weights : 0), 0);
  return (
    <figure className={styles.figure}>
      <div className={styles.map} aria-hidden="true">
        {layers.map(({ node, weights, reason, precision }) => (
          <span
            key={node}
            className={reason === null ? styles.small : styles.whole}
            style={{ flexGrow: Math.max(weights / Math.max(total, 1), LEAST_SHARE) }}
            title={`${node}: ${precision}, ${format.count(weights)}`}
          />
        ))}
      </div>
      <figcaption className="soft small">
        {t('card.quantisation.map', { share: format.percent(total === 0 ? 0 : small / total, 1) })}
      </figcaption>
    </figure>
  );
}
