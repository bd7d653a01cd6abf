import { Text } from '@mantine/core';
import { Panel } from '../common/panel.tsx';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { problemText } from '../i18n/problem-text.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import classes from './evaluation.module.css';
import type { LeftOut } from './match-clips.ts';

/** Everything that is not part of the figures, with the reason. */
export function LeftOutPanel({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  const { t, page } = useEvaluationWords();
  const { shown, more } = useShownRows(leftOut);
  if (leftOut.length === 0) return null;
  const reasonOf = ({ reason, detail = '' }: LeftOut) =>
    t(`reasons.${reason}`, {
      detail:
        reason === 'failed'
          ? problemText({ code: detail, title: detail, status: 0 }, page)
          : detail,
    });
  return (
    <Panel heading={t('leftOut', { count: leftOut.length })} testId="evaluation-left-out">
      <Text size="sm" c="var(--quiet)" mb="xs">
        {t('leftOutHint')}
      </Text>
      <ul className={classes['left-out']}>
        {shown.map((each, at) => (
          <li key={`${at} ${each.file}`} data-reason={each.reason}>
            <strong className="break">{each.file}</strong>
            {': '}
            {reasonOf(each)}
          </li>
        ))}
      </ul>
      {more}
    </Panel>
  );
}
