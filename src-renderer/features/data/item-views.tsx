import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PixelImage } from '../../components/pixel-image.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { ItemPage } from '../../ipc/data-queries.ts';
import styles from './data.module.css';

interface PicturesProps<P extends ItemPage> {
  readonly page: P;
  readonly shape: readonly number[];
  /** Beneath a picture; its label when left out. */
  readonly caption?: (item: P['items'][number]) => ReactNode;
}

export function Pictures<P extends ItemPage>({ page, shape, caption }: PicturesProps<P>) {
  const { t } = useTranslation();
  return (
    <ul className={styles.pictures}>
      {page.items.map(each => (
        <li key={each.item} title={t('data.itemNumber', { number: each.item })}>
          {each.pixels !== null && (
            <PixelImage pixels={each.pixels} shape={shape} label={t('data.pictureOf', { label: each.label, number: each.item })} />
          )}
          <span aria-hidden="true" className="small soft ellipsis">
            {caption === undefined ? each.label : caption(each)}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Rows({ page, label }: { page: ItemPage; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Numbers stand right, words left.
  const sideOf = (column: number) => (page.items.some(({ cells }) => isWord(cells[column])) ? 'text' : undefined);
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('data.samples')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{label}</th>
            {page.columns.map((column, i) => (
              <th key={column} className={sideOf(i)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.items.map(row => (
            <tr key={row.item}>
              <th scope="row" className="text">
                {row.label}
              </th>
              {row.cells.map((cell, i) => (
                <td key={i} className={sideOf(i)}>
                  {typeof cell === 'number' ? format.number(cell, 6) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An absent number is an empty text. */
function isWord(cell: string | number | undefined): boolean {
  return typeof cell === 'string' && cell !== '';
}
