import { Stack, Text } from '@mantine/core';
import type { PropsWithChildren } from 'react';
import type { Recognition } from '../api/types.ts';
import { emotionColor } from '../common/emotion-color.ts';
import { useWords } from '../i18n/use-words.ts';
import { dimensionsBeside, rankedLabels, type ScoredLabel } from './label-of.ts';
import classes from './result.module.css';

/** A bar for every class, the most probable first, and one for every dimension. */
export function ScoreBars({ result }: { readonly result: Recognition }) {
  const ranked = rankedLabels(result);
  if (!('probabilities' in result)) return <DimensionBars scored={ranked} testId="bars" />;
  const beside = dimensionsBeside(result);
  return (
    <Stack gap="md">
      <ClassBars scored={ranked} labels={result.labels} />
      {beside.length > 0 && <DimensionBars scored={beside} testId="dimensions" />}
    </Stack>
  );
}

type BarsProps = { readonly scored: readonly ScoredLabel[] };

function ClassBars({ scored, labels }: BarsProps & Pick<Recognition, 'labels'>) {
  const { t, percent } = useWords();
  return (
    <Bars heading={t('result.classes')} testId="bars">
      {scored.map((each, place) => (
        <Bar
          key={each.label.id}
          scored={each}
          color={emotionColor(each.label.en, labels.indexOf(each.label))}
          first={place === 0}
          text={percent(each.value)}
        />
      ))}
    </Bars>
  );
}

function DimensionBars({ scored, testId }: BarsProps & { readonly testId: string }) {
  const { t, number } = useWords();
  return (
    <div>
      <Bars heading={t('result.dimensions')} testId={testId}>
        {scored.map((each, at) => (
          <Bar
            key={each.label.id}
            scored={each}
            color={emotionColor(each.label.en, at)}
            first
            text={number(each.value, 3)}
          />
        ))}
      </Bars>
      <Text size="xs" c="var(--quiet)" mt={6}>
        {t('result.dimensionsHint')}
      </Text>
    </div>
  );
}

type ListProps = PropsWithChildren<{ readonly heading: string; readonly testId: string }>;

function Bars({ heading, testId, children }: ListProps) {
  return (
    <div>
      <Text size="xs" fw={600} c="var(--quiet)" mb={6}>
        {heading}
      </Text>
      <ul className={classes['bars']} data-testid={testId}>
        {children}
      </ul>
    </div>
  );
}

type BarProps = {
  readonly scored: ScoredLabel;
  readonly color: string;
  readonly first: boolean;
  /** The value in words. */
  readonly text: string;
};

function Bar({ scored: { label, value }, color, first, text }: BarProps) {
  const { name } = useWords();
  const share = Math.max(0, Math.min(1, value));
  return (
    <li className={classes['bar']} data-label={label.id} data-first={first}>
      <span className={classes['bar-name']}>
        {name(label)} <small>{label.id}</small>
      </span>
      <span className={classes['track']} aria-hidden>
        <span className={classes['fill']} style={{ width: `${100 * share}%`, background: color }} />
      </span>
      <span className={classes['bar-value']}>{text}</span>
    </li>
  );
}
