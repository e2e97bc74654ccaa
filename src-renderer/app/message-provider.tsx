import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageContext, untranslated } from '../components/use-message.ts';
import type { Language } from '../locales/i18n.ts';
import type { TranslateMessage } from '../locales/translate-message.ts';

/** Languages whose messages are not the English ones. Loaded when first chosen: no one pays for a language not in use. */
const CATALOGUES: Partial<Record<string, () => Promise<TranslateMessage>>> = {
  'zh-CN': async () => {
    const [{ messages }, { createMessageTranslator }] = await Promise.all([
      import('../locales/zh-CN/messages/index.ts'),
      import('../locales/translate-message.ts'),
    ]);
    return createMessageTranslator(messages);
  },
} satisfies Partial<Record<Language, () => Promise<TranslateMessage>>>;

interface Loaded {
  readonly language: string;
  readonly translate: TranslateMessage;
}

/** Gives the screens the messages of main in the chosen language. */
export function MessageProvider({ children }: { children: ReactNode }) {
  const {
    i18n: { language },
  } = useTranslation();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let isWanted = true;
    // Where the catalogue can't be loaded, English messages are better than none.
    CATALOGUES[language]?.().then(
      translate => isWanted && setLoaded({ language, translate }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  return <MessageContext value={loaded?.language === language ? loaded.translate : untranslated}>{children}</MessageContext>;
}
