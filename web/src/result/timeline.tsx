import { Table, Text, Title } from '@mantine/core';
import type { Label, Recognition, TimelineWindow } from '../api/types.ts';
import { emotionColor } from '../common/emotion-color.ts';
import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { timelineColumns } from './timeline-columns.ts';
import classes from './result.module.css';

/** The emotion along a recording of more than a few seconds; nothing where the server gave none. */
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
        {t('result.timelineHint', { window })}
      </Text>
      <Chart timeline={timeline} labels={labels} durationSeconds={durationSeconds} />
      <Legend labels={labels} />
      <details>
        <summary>
          <Text component="span" size="sm" c="var(--quiet)">
            {t('result.timelineTable')}
          </Text>
        </summary>
        <WindowTable timeline={timeline} labels={labels} />
      </details>
    </div>
  );
}

type ChartProps = {
  readonly timeline: readonly TimelineWindow[];
  readonly labels: readonly Label[];
  readonly durationSeconds: number;
};

/** Probabilities of all classes stacked, one column a window. */
function Chart({ timeline, labels, durationSeconds }: ChartProps) {
  const { t } = useWords();
  const columns = timelineColumns(timeline, labels, durationSeconds);
  return (
    <>
      <svg
        className={classes['chart']}
        viewBox={`0 0 ${durationSeconds} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('result.timeline')}
      >
        {columns.map(({ x, width, y, height, label }) => (
          <rect
            key={`${x} ${label}`}
            {...{ x, y, width, height }}
            fill={emotionColor(labels[label]?.en ?? '', label)}
          />
        ))}
      </svg>
      <div className={classes['axis']} aria-hidden>
        <span>0:00</span>
        <span>{formatClock(durationSeconds / 2)}</span>
        <span>{formatClock(durationSeconds)}</span>
      </div>
    </>
  );
}

function Legend({ labels }: Pick<ChartProps, 'labels'>) {
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

function WindowTable({ timeline, labels }: Omit<ChartProps, 'durationSeconds'>) {
  const { t, name, percent, number } = useWords();
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table fz="sm" className="numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('result.timelineWindow')}</Table.Th>
            {labels.map((label) => (
              <Table.Th key={label.id}>{name(label)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {timeline.map(({ startSeconds, endSeconds, probabilities }) => (
            <Table.Tr key={startSeconds}>
              <Table.Td>
                {t('result.seconds', {
                  value: `${number(startSeconds, 1)} – ${number(endSeconds, 1)}`,
                })}
              </Table.Td>
              {labels.map(({ id }) => (
                <Table.Td key={id}>{percent(probabilities[id] ?? NaN)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
