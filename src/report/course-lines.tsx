/** @jsxImportSource hono/jsx */
import type { Conversation, Span } from '../conversation/index.js';
import { emotionColor } from '../emotion-color.js';
import { within } from './time-rows.js';

const HEIGHT = 60;
const WIDTH = 1000;

/** One line for each dimension of a model along somebody's speech; 1 is at the top. */
export function CourseLines(props: {
  readonly conversation: Conversation;
  readonly speaker: string;
  readonly row: Span;
}) {
  const { conversation, speaker, row } = props;
  const summary = conversation.summary.speakers.find((each) => each.speaker === speaker);
  const points = (summary?.course ?? []).filter((point) => within(point, row));
  const x = ({ start, end }: Span) =>
    Math.round((WIDTH * ((start + end) / 2 - row.start)) / (row.end - row.start));
  return (
    <svg height={HEIGHT} viewBox={`0 0 ${WIDTH} 100`} preserveAspectRatio="none" aria-hidden="true">
      {conversation.labels.map(({ en }, label) => (
        <polyline
          fill="none"
          stroke={emotionColor(en, label)}
          stroke-width="2"
          vector-effect="non-scaling-stroke"
          points={points.map((point) => `${x(point)},${y(point.values[label])}`).join(' ')}
        />
      ))}
    </svg>
  );
}

function y(value = 0): number {
  return Math.round(100 * (1 - Math.max(0, Math.min(1, value))));
}
