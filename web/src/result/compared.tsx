import type { Recognition } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import type { RunFacts } from '../state/run-facts.ts';

type ComparedProps = { readonly result: Recognition; readonly facts: RunFacts | undefined };

/** Which voice a recording was compared with, in words; that there was none, otherwise. */
export function Compared({ result, facts }: ComparedProps) {
  const { t } = useWords();
  const { comparedWith } = result;
  const words = () => {
    if (comparedWith?.head !== 'relative') return t('voices.without');
    const values = { seconds: Math.round(comparedWith.seconds), name: facts?.voice };
    if (facts?.voice !== undefined) return t('voices.comparedNamed', values);
    const isGrouped = facts?.comparison === 'list' || facts?.comparison === 'folders';
    return t(isGrouped ? 'voices.comparedOthers' : 'voices.compared', values);
  };
  return (
    <span data-testid="compared" data-head={comparedWith?.head ?? 'absolute'}>
      {words()}
    </span>
  );
}
