import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { FailureNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { SurgeryView } from './surgery-view.tsx';
import { useOpenedSurgery } from './use-surgery.ts';

/** Cutting a model's channels by hand, before anything is trained. */
export function SurgeryScreen({ id = '' }: { id?: string }) {
  return <Opening key={id} id={id} />;
}

/** Of one model: what was opened last stays while another criterion is asked for, and when that one can't rank it. */
function Opening({ id }: { id: string }) {
  const { t } = useTranslation();
  const [criterion, setCriterion] = useState<string | null>(null);
  const query = useOpenedSurgery(id, criterion);
  const [known, setKnown] = useState(query.data);
  if (query.data !== undefined && query.data !== known) setKnown(query.data);
  const failure = query.isError ? query.error : null;
  if (known !== undefined) {
    return <SurgeryView opened={known} failure={failure} criterion={criterion ?? known.criterion} onCriterion={setCriterion} />;
  }
  return (
    <Page
      title={t('surgery.title')}
      actions={
        <Button variant="default" component={Link} href={`/models/${id}`}>
          {t('surgery.back')}
        </Button>
      }
    >
      {failure === null ? <Loading heights={[400, 200]} /> : <FailureNote failure={failure} />}
    </Page>
  );
}
