import { useTranslation } from 'react-i18next';
import type { ItemPage } from '../../ipc/data-queries.ts';
import styles from './items.module.css';

/** Of a long text; the others are counted. */
const MOST = 120;

/** Texts as the model sees them, token by token. */
export function Texts({ page }: { page: ItemPage }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="soft small">{t('data.textHelp')}</p>
      <ul className={styles.texts}>
        {page.items.map(({ item, label, tokens }) => (
          <li key={item}>
            <div className="row">
              <b>{label}</b> <span className="faint small">{t('data.itemNumber', { number: item })}</span>
            </div>
            <p className={styles.tokens}>
              {tokens.slice(0, MOST).map((token, i) => (
                <Token key={i} token={token} />
              ))}
              {tokens.length > MOST && <span className="faint small">+{tokens.length - MOST}</span>}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Token({ token }: { token: string | null }) {
  const { t } = useTranslation();
  if (token !== null) return <span className={styles.token}>{token === ' ' ? '␣' : token}</span>;
  return (
    <span className={styles.token} data-unknown title={t('data.unknownToken')}>
      <span aria-hidden="true">▯</span>
      <span className="visually-hidden">{t('data.unknownToken')}</span>
    </span>
  );
}
