import { isVoidAnswer } from '@engine/findings.js';
import { Stack, Text } from '@mantine/core';
import type { Recognition } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import type { RunFacts } from '../state/run-facts.ts';
import { Compared } from './compared.tsx';
import { Findings } from './findings.tsx';
import { labelOf, rankedLabels } from './label-of.ts';
import { ResultBox } from './result-box.tsx';
import { ScoreBars } from './score-bars.tsx';
import classes from './result.module.css';

type AnswerProps = { readonly result: Recognition; readonly facts?: RunFacts | undefined };

/** The result in words, its label, and the bars of all classes. */
export function Answer({ result, facts }: AnswerProps) {
  const { t, name, percent, number } = useWords();
  const label = labelOf(result);
  const isVoid = isVoidAnswer(result.findings);
  return (
    <Stack gap="md" data-testid="answer">
      {isVoid && <Findings result={result} />}
      <ResultBox heading={t('result.explanation')} testId="explanation">
        <Text size="sm" className="break">
          {useSentence(result)}
        </Text>
        <Text size="xs" c="var(--quiet)" mt={4} className="numbers" data-testid="took">
          {t('result.took', { seconds: number(result.computeSeconds, 2) })}
          {' · '}
          <Compared result={result} facts={facts} />
        </Text>
      </ResultBox>
      {label && 'score' in result && (
        <ResultBox heading={t('result.label')} testId="label">
          <div className={classes['label']} data-label={label.id} data-void={isVoid}>
            <span>{name(label)}</span>
            <span className={classes['score']}>{percent(result.score)}</span>
          </div>
        </ResultBox>
      )}
      <ScoreBars result={result} />
      {!isVoid && <Findings result={result} />}
    </Stack>
  );
}

function useSentence(result: Recognition): string {
  const { t, name, percent, duration } = useWords();
  const [first, second] = rankedLabels(result);
  const { model, file } = result;
  const common = { model, file, duration: duration(result.durationSeconds) };
  if (isVoidAnswer(result.findings)) return t('result.sentenceVoid', common);
  if (!('probabilities' in result) || !first) return t('result.sentenceDimensions', common);
  const best = { ...common, label: name(first.label), score: percent(first.value) };
  return second
    ? t('result.sentence', {
        ...best,
        second: name(second.label),
        secondScore: percent(second.value),
      })
    : t('result.sentenceOne', best);
}
