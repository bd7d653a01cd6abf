/** @jsxImportSource hono/jsx */
import { clock } from '../clock.js';
import {
  type AnalysedRecording,
  type Conversation,
  type ConversationPart,
  speakerWords,
} from '../conversation/index.js';
import { emotionColor } from '../emotion-color.js';
import { Legend } from './legend.js';
import { Text } from './text.js';

const HEIGHT = 72;
/** The share of a column's place that it fills. */
const FILLED = 0.85;
/** Times below the columns that fit on a phone. */
const MOST_TIMES = 6;

/** For each speaker and part of the conversation, how much of it is speech, and with which emotions. */
export function PartsChart({ conversation }: AnalysedRecording) {
  const { parts } = conversation.summary;
  if (parts.length < 2 || conversation.task === 'regression') return null;
  return (
    <section aria-labelledby="parts">
      <h2 id="parts">
        <Text of={(words) => words.parts} />
      </h2>
      <figure>
        <figcaption>
          <Text of={(words) => words.partsHint} />
        </figcaption>
        {[...speakerWords(conversation)].map(([id, names]) => (
          <div class="lane row">
            <span>
              <Text of={(_, language) => names[language]} />
            </span>
            <Columns conversation={conversation} speaker={id} />
          </div>
        ))}
        <div class="lane">
          <span />
          <Times parts={parts} />
        </div>
        <Legend labels={conversation.labels} />
      </figure>
    </section>
  );
}

function Columns(props: { readonly conversation: Conversation; readonly speaker: string }) {
  const { conversation, speaker } = props;
  const { parts } = conversation.summary;
  const width = 100 / parts.length;
  return (
    <svg height={HEIGHT} aria-hidden="true">
      <line class="grid" x1="0" x2="100%" y1={HEIGHT} y2={HEIGHT} />
      {parts.flatMap((part, at) =>
        stack(part, speaker, conversation).map(({ y, height, fill }) => (
          <rect
            x={`${(at * width).toFixed(3)}%`}
            width={`${(width * FILLED).toFixed(3)}%`}
            y={y}
            height={height}
            fill={fill}
          />
        )),
      )}
    </svg>
  );
}

/** The rectangles of one column from the bottom up, in pixels. */
function stack(part: ConversationPart, speaker: string, { labels }: Conversation) {
  const share = part.speakers.find((each) => each.speaker === speaker);
  const speech = (share?.speechSeconds ?? 0) / Math.max(part.end - part.start, 1e-9);
  let bottom = HEIGHT;
  return labels.map(({ id, en }, at) => {
    const height = Math.min(bottom, HEIGHT * speech * (share?.emotions?.[id] ?? 0));
    bottom -= height;
    return { y: bottom.toFixed(1), height: height.toFixed(1), fill: emotionColor(en, at) };
  });
}

function Times({ parts }: { readonly parts: readonly ConversationPart[] }) {
  const every = Math.ceil(parts.length / MOST_TIMES);
  return (
    <svg height="20" aria-hidden="true">
      {parts.map(({ start }, at) =>
        at % every === 0 ? (
          <text x={`${((100 * at) / parts.length).toFixed(3)}%`} y="15">
            {clock(start)}
          </text>
        ) : null,
      )}
    </svg>
  );
}
