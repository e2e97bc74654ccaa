import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewedFiles } from '../../../src-shared/domain/export-preview.ts';
import { Bytes } from '../figures.tsx';
import { saveText } from '../save-file.ts';
import { cardBlocks, type CardBlock } from './card-blocks.ts';
import styles from './export-preview.module.css';

/** The files of an archive to hand over, with their sizes, and the model card in it. */
export function ArchiveContents({ name, written: { contents, card } }: { name: string; written: PreviewedFiles }) {
  const { t } = useTranslation();
  return (
    <>
      <details className={styles.details}>
        <summary>{t('handover.contents')}</summary>
        <p className="small soft">{t('handover.contentsHelp')}</p>
        <table className="table" aria-label={t('handover.contents')}>
          <thead>
            <tr>
              <th className="text">{t('handover.member')}</th>
              <th>{t('handover.budget.bytes')}</th>
            </tr>
          </thead>
          <tbody>
            {contents.map(member => (
              <tr key={member.name}>
                <th scope="row" className="text mono">
                  {member.name}
                </th>
                <td>
                  <Bytes value={member.bytes} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {card !== null && <Card name={name} html={card} />}
    </>
  );
}

function Card({ name, html }: { name: string; html: string }) {
  const { t } = useTranslation();
  const blocks = useMemo(() => cardBlocks(html), [html]);
  return (
    <details className={styles.details}>
      <summary>{t('handover.card')}</summary>
      <div className={styles.card} tabIndex={0} role="region" aria-label={t('handover.card')} lang="en">
        {blocks.map((block, i) => (
          <Block key={i} block={block} />
        ))}
      </div>
      <Button variant="default" onClick={() => saveText(html, `${name}-card.html`, 'text/html')}>
        {t('handover.saveCard')}
      </Button>
    </details>
  );
}

function Block({ block }: { block: CardBlock }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>;
  if (block.kind === 'paragraph') return <p className="small">{block.text}</p>;
  return (
    <table className="table">
      <tbody>
        {block.rows.map((cells, r) => (
          <tr key={r}>
            {cells.map((cell, c) => (
              <td key={c} className="text wrap">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
