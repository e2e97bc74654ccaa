import { useTranslation } from 'react-i18next';
import { PixelImage } from '../../components/pixel-image.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { ItemPage } from '../../ipc/data-queries.ts';
import styles from './items.module.css';

const MOST_CELLS = 6;

/** One item of a page, small: its picture or spectrogram, or how its text or row begins. Nothing while the page is on its way. */
export function Glimpse({ page, item }: { page: ItemPage | undefined; item: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const found = page?.items.find(each => each.item === item);
  if (page === undefined || found === undefined) return null;
  if (found.pixels !== null && page.shape !== null) {
    const label = t('data.pictureOf', { label: found.label, number: item });
    return (
      <span className={styles.glimpse}>
        <PixelImage pixels={found.pixels} shape={page.shape} label={label} />
      </span>
    );
  }
  const cells = found.cells.slice(0, MOST_CELLS).map(cell => (typeof cell === 'number' ? format.number(cell, 4) : cell));
  return <span className={styles.words}>{cells.join(' · ') + (found.cells.length > MOST_CELLS ? ' …' : '')}</span>;
}
