import { Text, Title } from '@mantine/core';
import type { Recognition } from '../api/types.ts';
import { emotionColor } from '../common/emotion-color.ts';
import { useWords } from '../i18n/use-words.ts';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineTable } from './timeline-table.tsx';
import classes from './result.module.css';

/** The emotion along a recording of more than a few seconds; nothing if the server sent none. */
export function Timeline({ result }: { readonly result: Recognition }) {
  const { t, number } = useWords();
  const { timeline = [], labels, durationSeconds } = result;
  const [first] = timeline;
  if (!first) return null;
  const window = number(first.endSeconds - first.startSeconds, 1);
  return (
    <div data-testid="timeline">
      <Title order={3} size="h6">
        {t('result.timeline')}
      </Title>
      <Text size="xs" c="var(--quiet)" mb={6}>
        {t('probabilities' in result ? 'result.timelineHint' : 'result.timelineLines', { window })}
      </Text>
      <TimelineChart timeline={timeline} labels={labels} durationSeconds={durationSeconds} />
      <Legend labels={labels} />
      <details>
        <summary>
          <Text component="span" size="sm" c="var(--quiet)">
            {t('result.timelineTable')}
          </Text>
        </summary>
        <TimelineTable timeline={timeline} labels={labels} />
      </details>
    </div>
  );
}

function Legend({ labels }: Pick<Recognition, 'labels'>) {
  const { name } = useWords();
  return (
    <ul className={classes['legend']}>
      {labels.map((label, index) => (
        <li key={label.id}>
          <span
            className={classes['swatch']}
            style={{ background: emotionColor(label.en, index) }}
          />
          {name(label)}
        </li>
      ))}
    </ul>
  );
}
