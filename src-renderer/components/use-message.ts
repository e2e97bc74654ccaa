import { createContext, useContext } from 'react';
import type { TranslateMessage } from '../locales/translate-message.ts';

/** The English as it is, until the chosen language's catalogue is there. */
export const untranslated: TranslateMessage = english => english;

export const MessageContext = createContext<TranslateMessage>(untranslated);

/** For whatever main and the shared checks word: messages, hints, warnings, reasons. In English they are as they come. */
export function useMessage(): TranslateMessage {
  return useContext(MessageContext);
}
