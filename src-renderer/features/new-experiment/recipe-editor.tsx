import { useMemo, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { highlight } from './highlight.ts';
import checkStyles from './recipe-check.module.css';
import styles from './new.module.css';

interface RecipeEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly { readonly line?: number | undefined; readonly message: string }[];
  readonly areaRef: RefObject<HTMLTextAreaElement | null>;
}

/** A plain text area, with line numbers, problem marks and colours drawn behind it. */
export function RecipeEditor({ text, onChange, problems, areaRef }: RecipeEditorProps) {
  const { t } = useTranslation();
  const behind = useRef<HTMLDivElement>(null);
  const tokens = useMemo(() => highlight(text), [text]);
  const lines = text.split('\n').length;
  const marked = new Map(problems.map(problem => [problem.line, problem.message]));
  return (
    <div className={styles.editor}>
      <div className={styles.behind} ref={behind} aria-hidden="true">
        <div className={styles.gutter}>
          {Array.from({ length: lines }, (_, i) => (
            <div key={i} data-problem={marked.has(i + 1) || undefined}>
              {i + 1}
            </div>
          ))}
        </div>
        <pre className={`${styles.colours} ${checkStyles.highlight}`}>
          {tokens.map((token, i) =>
            token.kind === 'plain' ? (
              token.text
            ) : (
              <span key={i} data-kind={token.kind}>
                {token.text}
              </span>
            ),
          )}
          {'\n'}
        </pre>
      </div>
      <textarea
        ref={areaRef}
        className={styles.area}
        aria-label={t('new.recipe')}
        aria-invalid={problems.length > 0}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
        value={text}
        onChange={event => onChange(event.currentTarget.value)}
        onScroll={event => behind.current?.scrollTo(event.currentTarget.scrollLeft, event.currentTarget.scrollTop)}
      />
    </div>
  );
}
