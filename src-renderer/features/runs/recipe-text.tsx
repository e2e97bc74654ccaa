import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EDIT_PATH, putEdit } from '../../ipc/draft.ts';
import styles from './runs.module.css';

/** The recipe of a run as the beginning of another. */
export function useEditAsNew(text: string): () => void {
  const [, navigate] = useLocation();
  return () => {
    putEdit(text);
    navigate(EDIT_PATH);
  };
}

export function RecipeText({ text }: { text: string }) {
  const { t } = useTranslation();
  const edit = useEditAsNew(text);
  return (
    <div className={styles.recipe}>
      <div className={styles.recipeTools}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" onClick={copy}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="compact-xs" onClick={edit}>
          {t('runs.useRecipe')}
        </Button>
      </div>
      <pre tabIndex={0} aria-label={t('runs.recipe')}>
        {text}
      </pre>
    </div>
  );
}
