import type { Conversation, ConversationPart, Speaker } from '@engine/conversation/conversation.js';
import { Text } from '@mantine/core';
import { emotionColor } from '../../common/emotion-color.ts';
import { formatClock } from '../../i18n/format.ts';
import { useConversationWords } from '../conversation-words.ts';
import { useSpeakerName } from '../speaker-name.ts';
import classes from './summary.module.css';

type PartsChartProps = { readonly conversation: Conversation };

/** For each speaker, the emotions of each part as a column; a lower column means less speech. */
export function PartsChart({ conversation }: PartsChartProps) {
  const { t } = useConversationWords();
  const { speakers, summary } = conversation;
  const [first] = summary.parts;
  const last = summary.parts.at(-1);
  const most = Math.max(0.001, ...summary.parts.flatMap(spokenShares));
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t('parts')}
      </Text>
      <Text size="xs" c="var(--quiet)" mb={4}>
        {t('partsHint')}
      </Text>
      {speakers.map((speaker) => (
        <SpeakerParts key={speaker.id} speaker={speaker} conversation={conversation} most={most} />
      ))}
      <div className={classes['times']} aria-hidden>
        <span>{formatClock(first?.start ?? 0)}</span>
        <span>{formatClock(last?.end ?? 0)}</span>
      </div>
    </div>
  );
}

type SpeakerPartsProps = PartsChartProps & {
  readonly speaker: Speaker;
  /** The largest share of a part in which somebody speaks, 0 to 1: the height of the drawing. */
  readonly most: number;
};

/** The share of a part in which each speaker speaks, 0 to 1. */
function spokenShares({ start, end, speakers }: ConversationPart): number[] {
  return speakers.map(({ speechSeconds }) => speechSeconds / Math.max(0.001, end - start));
}

function SpeakerParts({ speaker, conversation, most }: SpeakerPartsProps) {
  const nameOf = useSpeakerName();
  const words = usePartWords(speaker, conversation);
  const { labels, summary } = conversation;
  return (
    <>
      <Text size="xs" c="var(--quiet)">
        {nameOf(speaker)}
      </Text>
      <ol className={classes['parts']}>
        {summary.parts.map((part) => {
          const share = part.speakers.find((each) => each.speaker === speaker.id);
          const spoken = (share?.speechSeconds ?? 0) / Math.max(0.001, part.end - part.start);
          return (
            <li key={part.start} title={words(part)} aria-label={words(part)}>
              <span style={{ height: `${100 * Math.min(1, spoken / most)}%` }} aria-hidden>
                {labels.map((label, at) => (
                  <i
                    key={label.id}
                    style={{
                      flexGrow: share?.emotions?.[label.id] ?? 0,
                      background: emotionColor(label.en, at),
                    }}
                  />
                ))}
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** A part in words, for the pointer and for screen readers. */
function usePartWords(speaker: Speaker, { labels }: Conversation) {
  const { labelName, percent, duration } = useConversationWords();
  return ({ start, end, speakers }: ConversationPart) => {
    const share = speakers.find((each) => each.speaker === speaker.id);
    const emotions = Object.entries(share?.emotions ?? {})
      .filter(([, value]) => value >= 0.01)
      .sort(([, a], [, b]) => b - a)
      .map(([id, value]) => `${labelName(labels, id)} ${percent(value)}`);
    const spoken = duration(share?.speechSeconds ?? 0);
    return [`${formatClock(start)}–${formatClock(end)}`, spoken, ...emotions].join(', ');
  };
}
