import type { Conversation, Moment } from '@engine/conversation/conversation.js';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import { emotionColor } from '../../common/emotion-color.ts';
import { formatClock } from '../../i18n/format.ts';
import { useConversationWords } from '../conversation-words.ts';
import { useSpeakerName } from '../speaker-name.ts';
import classes from './moments.module.css';

type MomentRowProps = {
  readonly moment: Moment;
  readonly conversation: Conversation;
  readonly isCurrent: boolean;
  /** Whether this moment is the one that plays now. */
  readonly isPlaying: boolean;
  readonly onPlay: (moment: Moment) => void;
};

/** One moment: when, who, how, and why it is listed. A press plays it, another one pauses. */
export const MomentRow = memo(function MomentRow(props: MomentRowProps) {
  const { moment, conversation, isCurrent, isPlaying, onPlay } = props;
  const Icon = isPlaying ? IconPlayerPause : IconPlayerPlay;
  const { t } = useConversationWords();
  const nameOf = useSpeakerName();
  const row = useRef<HTMLLIElement>(null);
  const { labels, speakers } = conversation;
  const speaker = speakers.find(({ id }) => id === moment.speaker);
  const at = labels.findIndex(({ id }) => id === moment.label);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li ref={row}>
      <button
        type="button"
        className={classes['row']}
        aria-current={isCurrent}
        data-label={moment.label}
        onClick={() => {
          onPlay(moment);
        }}
      >
        <Icon size={14} aria-label={t(isPlaying ? 'pause' : 'play')} />
        <span className={classes['time']}>{formatClock(moment.start)}</span>
        <i style={{ background: emotionColor(labels[at]?.en ?? '', at) }} aria-hidden />
        <span className={classes['words']}>
          <strong>{speaker ? nameOf(speaker) : moment.speaker}</strong>{' '}
          {useReason(moment, conversation)}
        </span>
      </button>
    </li>
  );
});

function useReason(moment: Moment, { labels }: Conversation): string {
  const { t, labelName, percent, duration } = useConversationWords();
  const common = { label: labelName(labels, moment.label), score: percent(moment.score) };
  if (moment.reason === 'turning-point' && moment.before !== undefined)
    return t('turning', { ...common, before: labelName(labels, moment.before) });
  const peak = { ...common, length: duration(moment.end - moment.start) };
  return moment.within === undefined
    ? t('peak', peak)
    : t('peakWithin', { ...peak, around: labelName(labels, moment.within) });
}
