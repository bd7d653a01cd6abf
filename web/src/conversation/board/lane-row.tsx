import type { Conversation } from '@engine/conversation/conversation.js';
import { memo, useCallback } from 'react';
import { useConversationWords } from '../conversation-words.ts';
import type { Peaks } from '../peaks.ts';
import { isUncertain, type Lane } from '../shown-conversation.ts';
import { useSpeakerName } from '../speaker-name.ts';
import { Canvas } from './canvas.tsx';
import classes from './board.module.css';
import { drawLane, type Size, STRIP_HEIGHT } from './draw-lane.ts';
import type { useColors } from './use-colors.ts';
import type { View } from './view.ts';

const WAVE_HEIGHT = 44;

type LaneRowProps = {
  readonly place: number;
  readonly lane: Lane;
  readonly conversation: Conversation;
  readonly peaks: Peaks | undefined;
  readonly view: View;
  readonly drawing: ReturnType<typeof useColors>;
  readonly selected: number | undefined;
};

/** One speaker: the name, the waveform and the emotion strip. */
export const LaneRow = memo(function LaneRow(props: LaneRowProps) {
  const { place, lane, conversation, peaks, view, drawing, selected } = props;
  const { t, labelName } = useConversationWords();
  const nameOf = useSpeakerName();
  const { speaker, segments, channel } = lane;
  const draw = useCallback(
    (context: CanvasRenderingContext2D, size: Size) => {
      drawLane(context, size, {
        ...{ view, peaks, channel, segments, selected },
        ...drawing,
        nameOf: (segment) => {
          const name = labelName(conversation.labels, segment.label);
          if (segment.isCorrected) return `✓ ${name}`;
          return isUncertain(segment) ? `${name}?` : name;
        },
      });
    },
    [view, peaks, channel, segments, selected, drawing, labelName, conversation.labels],
  );
  const seconds = Math.round(speaker.baselineSeconds);
  return (
    <div className={classes['lane']} data-lane={place}>
      <div className={classes['lane-name']}>
        {nameOf(speaker)}{' '}
        <small>{seconds > 0 ? t('compared', { seconds }) : t('notCompared')}</small>
      </div>
      <Canvas
        height={WAVE_HEIGHT + STRIP_HEIGHT}
        draw={draw}
        label={t('lane', { speaker: nameOf(speaker) })}
      />
    </div>
  );
});
