import { Text } from '@mantine/core';
import type { Recognition } from '../api/types.ts';
import { emotionColor } from '../common/emotion-color.ts';
import { useWords } from '../i18n/use-words.ts';
import { rankedLabels, type ScoredLabel } from './label-of.ts';
import classes from './result.module.css';

/** A bar for every class, the most probable first; for a regression model one for every dimension. */
export function ScoreBars({ result }: { readonly result: Recognition }) {
  const { t } = useWords();
  const isRegression = 'dimensions' in result;
  return (
    <div>
      <Text size="xs" fw={600} c="var(--quiet)" mb={6}>
        {t(isRegression ? 'result.dimensions' : 'result.classes')}
      </Text>
      <ul className={classes['bars']} data-testid="bars">
        {rankedLabels(result).map((scored, place) => (
          <Bar
            key={scored.label.id}
            scored={scored}
            color={emotionColor(scored.label.en, result.labels.indexOf(scored.label))}
            first={isRegression || place === 0}
            isRegression={isRegression}
          />
        ))}
      </ul>
      {isRegression && (
        <Text size="xs" c="var(--quiet)" mt={6}>
          {t('result.dimensionsHint')}
        </Text>
      )}
    </div>
  );
}

type BarProps = {
  readonly scored: ScoredLabel;
  readonly color: string;
  readonly first: boolean;
  readonly isRegression: boolean;
};

function Bar({ scored: { label, value }, color, first, isRegression }: BarProps) {
  const { name, percent, number } = useWords();
  const share = Math.max(0, Math.min(1, value));
  return (
    <li className={classes['bar']} data-label={label.id} data-first={first}>
      <span className={classes['bar-name']}>
        {name(label)} <small>{label.id}</small>
      </span>
      <span className={classes['track']} aria-hidden>
        <span className={classes['fill']} style={{ width: `${100 * share}%`, background: color }} />
      </span>
      <span className={classes['bar-value']}>
        {isRegression ? number(value, 3) : percent(value)}
      </span>
    </li>
  );
}
