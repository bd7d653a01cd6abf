import type { Conversation } from '@engine/conversation/conversation.js';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { useConversationWords } from '../conversation-words.ts';
import type { Peaks } from '../peaks.ts';
import { type Lane, segmentAt, type ShownSegment } from '../shown-conversation.ts';
import { useSpeakerName } from '../speaker-name.ts';
import { formatClock } from '../../i18n/format.ts';
import classes from './board.module.css';
import { boardKey } from './board-keys.ts';
import { LaneRow } from './lane-row.tsx';
import { Minimap } from './minimap.tsx';
import { Playhead } from './playhead.tsx';
import { ViewAxis } from './time-axis.tsx';
import { Transport } from './transport.tsx';
import { useColors } from './use-colors.ts';
import { useGestures } from './use-gestures.ts';
import type { Player } from './use-player.ts';
import type { ViewActions } from './use-view.ts';
import type { View } from './view.ts';

type BoardProps = {
  readonly conversation: Conversation;
  readonly lanes: readonly Lane[];
  readonly peaks: Peaks | undefined;
  readonly player: Player;
  readonly view: View;
  readonly viewActions: ViewActions;
  readonly selected: number | undefined;
  readonly onSelect: (segment: ShownSegment | undefined) => void;
  /** Jumps to the next moment (1) or the previous one (-1). */
  readonly onMoment: (direction: 1 | -1) => void;
};

/** The lanes of all speakers on one time axis, with a player. */
export function Board(props: BoardProps) {
  const { conversation, lanes, peaks, player, view, viewActions, selected } = props;
  const { onSelect, onMoment } = props;
  const { t } = useConversationWords();
  const duration = conversation.durationSeconds;
  const drawing = useColors(conversation.labels);
  const [followsPlayback, setFollows] = useState(true);
  const { element, handlers } = useGestures<HTMLDivElement>({
    view,
    onPan: viewActions.pan,
    onZoom: viewActions.zoom,
    onPress: (time, target) => {
      const row = target.closest('[data-lane]');
      const lane = lanes[Number(row?.getAttribute('data-lane') ?? -1)];
      onSelect(lane && segmentAt(lane.segments, time));
      player.playFrom(time);
    },
  });
  const slider = useSlider(lanes, conversation, player);
  const onKeyDown = (event: KeyboardEvent) => {
    const act = boardKey(event, { player, view: viewActions, duration, onMoment });
    if (!act) return;
    event.preventDefault();
    act();
    viewActions.follow(player.time());
    slider.announce();
  };
  return (
    <div className={classes['board']} data-testid="board">
      <Minimap
        lanes={lanes}
        duration={duration}
        view={view}
        drawing={drawing}
        onView={viewActions.setView}
      />
      <div
        ref={element}
        className={classes['lanes']}
        role="slider"
        tabIndex={0}
        aria-label={t('board')}
        aria-describedby="conversation-keys"
        aria-valuemin={0}
        aria-valuemax={Math.round(duration)}
        {...slider.values}
        onKeyDown={onKeyDown}
        {...handlers}
      >
        {lanes.map((lane, at) => (
          <LaneRow
            key={lane.speaker.id}
            place={at}
            lane={lane}
            conversation={conversation}
            peaks={peaks}
            view={view}
            drawing={drawing}
            selected={selected}
          />
        ))}
        <Playhead
          player={player}
          view={view}
          onOutside={followsPlayback ? viewActions.follow : undefined}
        />
      </div>
      <ViewAxis view={view} />
      <Transport
        player={player}
        duration={duration}
        view={viewActions}
        follows={followsPlayback}
        onFollows={setFollows}
      />
    </div>
  );
}

/** What a screen reader says about the position. It is updated by keys, not with every frame. */
function useSlider(lanes: readonly Lane[], { labels }: Conversation, player: Player) {
  const { t, labelName } = useConversationWords();
  const nameOf = useSpeakerName();
  const [time, setTime] = useState(0);
  const latest = useRef(player);
  const spoken = lanes.flatMap(({ speaker, segments }) => {
    const segment = segmentAt(segments, time);
    if (!segment) return [];
    return [
      t('positionSpeaker', { speaker: nameOf(speaker), label: labelName(labels, segment.label) }),
    ];
  });
  const what = spoken.length > 0 ? spoken.join(', ') : t('positionSilent');
  return {
    values: {
      'aria-valuenow': Math.round(time),
      'aria-valuetext': t('position', { time: formatClock(time), what }),
    },
    announce: useCallback(() => {
      setTime(latest.current.time());
    }, []),
  };
}
