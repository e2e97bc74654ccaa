import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { Banner } from '../../components/page.tsx';
import { MakeDialog } from './make-actions.tsx';
import { methodText } from './recipes.ts';
import { shareFolds } from './share-folds.ts';

/** Members that were cross-validated with the same folds can be stacked on what their folds answered; nothing for others. */
export function StackOffer({ members }: { members: readonly ModelRow[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!shareFolds(members)) return null;
  return (
    <Banner title={t('fusion.stackTitle')}>
      <p className="soft">{t('fusion.stackHelp')}</p>
      <Button mt={8} variant="default" onClick={() => setOpen(true)}>
        {t('fusion.stack')}
      </Button>
      {isOpen && (
        <MakeDialog
          making={{ members, method: methodText('stacking'), id: 'stacking', field: 'crossValidated' }}
          kind="fuse"
          onClose={() => setOpen(false)}
        />
      )}
    </Banner>
  );
}
