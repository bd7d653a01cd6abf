import type { Label, TimelineWindow } from '../api/types.ts';
import { emotionColor } from '../common/emotion-color.ts';
import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { timelineColumns, timelineLines } from './timeline-shapes.ts';
import classes from './result.module.css';

type TimelineChartProps = {
  readonly timeline: readonly TimelineWindow[];
  readonly labels: readonly Label[];
  readonly durationSeconds: number;
};

/** Probabilities of all classes stacked, one column a window; dimensions as lines. */
export function TimelineChart({ timeline, labels, durationSeconds }: TimelineChartProps) {
  const { t } = useWords();
  const isRegression = timeline.some((window) => !('probabilities' in window));
  const color = (label: number) => emotionColor(labels[label]?.en ?? '', label);
  return (
    <>
      <svg
        className={classes['chart']}
        viewBox={`0 0 ${durationSeconds} 1`}
        preserveAspectRatio="none"
        shapeRendering={isRegression ? 'auto' : 'crispEdges'}
        role="img"
        aria-label={t('result.timeline')}
      >
        {isRegression
          ? timelineLines(timeline, labels).map((points, label) => (
              <polyline
                key={labels[label]?.id}
                points={points}
                fill="none"
                stroke={color(label)}
                strokeWidth={2}
                vectorEffect="non-scaling-stroke"
              />
            ))
          : timelineColumns(timeline, labels, durationSeconds).map(({ label, ...box }) => (
              <rect key={`${box.x} ${label}`} {...box} fill={color(label)} />
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
