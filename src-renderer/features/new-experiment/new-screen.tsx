import { readNewAddress } from '../../ipc/draft.ts';
import { RecipePage } from './recipe-page.tsx';
import { StartPage } from './start-page.tsx';
import { EditAsNew } from './wizard/edit-as-new.tsx';
import { MakeDraft, OpenDraft } from './wizard/open-wizard.tsx';

/** Where experiments begin: the kinds of steps to choose from, their wizards, and the editor of recipes. */
export function NewScreen({ id }: { id?: string }) {
  const address = readNewAddress(id);
  switch (address.kind) {
    case 'start':
      return <StartPage />;
    case 'make':
      return <MakeDraft key={id} stepKind={address.stepKind} reference={address.reference} />;
    case 'draft':
      return <OpenDraft key={address.draftId} draftId={address.draftId} />;
    case 'edit':
      return <EditAsNew />;
    case 'recipe':
      return <RecipePage key={address.id} id={address.id} />;
  }
}
