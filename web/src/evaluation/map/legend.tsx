import { Text } from '@mantine/core';
import { useEvaluationWords } from '../evaluation-words.ts';
import classes from './map.module.css';
import type { CountedGroups } from './map-points.ts';

/** More names would fill a phone; the points keep their colours. */
const NAMES_SHOWN = 30;

/** The colours of the points with their names, and how many points have them. */
export function Legend({ groups }: Pick<CountedGroups, 'groups'>) {
  const { t, language } = useEvaluationWords();
  const left = groups.length - NAMES_SHOWN;
  return (
    <ul className={classes['legend']} data-testid="evaluation-map-legend">
      {groups.slice(0, NAMES_SHOWN).map((group) => (
        <li key={group.id}>
          <svg viewBox="0 0 10 10" aria-hidden>
            <circle cx="5" cy="5" r="5" fill={group.color} />
          </svg>
          <bdi className="break">{group[language]}</bdi>
          <Text span size="sm" c="var(--quiet)" className="numbers">
            {group.count}
          </Text>
        </li>
      ))}
      {left > 0 && <li>{t('moreGroups', { count: left })}</li>}
    </ul>
  );
}
