import { useTranslation } from 'react-i18next';
import { highlight } from '../highlight.ts';
import checkStyles from '../recipe-check.module.css';
import styles from './wizard.module.css';

/** A recipe to read. */
export function RecipeView({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <pre className={`${styles.recipe} ${checkStyles.highlight}`} tabIndex={0} aria-label={t('new.recipe')}>
      {highlight(text).map((token, i) =>
        token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={i} data-kind={token.kind}>
            {token.text}
          </span>
        ),
      )}
    </pre>
  );
}
