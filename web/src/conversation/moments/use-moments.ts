import type { Conversation, Moment } from '@engine/conversation/conversation.js';
import { useCallback, useMemo, useState } from 'react';
import type { Player } from '../board/use-player.ts';
import { ALL_MOMENTS, filterMoments, neighbourMoment } from './filter-moments.ts';

/** A moment is played from a little before its beginning, in seconds. */
const RUN_UP_SECONDS = 0.5;

/**
 * The moments that pass the filter, and the way from one to the next.
 *
 * @param onVisit is called with a moment before it is played
 */
export function useMoments(
  conversation: Conversation,
  player: Player,
  onVisit: (moment: Moment) => void,
) {
  const [filter, setFilter] = useState(ALL_MOMENTS);
  const [current, setCurrent] = useState<Moment>();
  const moments = useMemo(
    () => filterMoments(conversation.moments, filter),
    [conversation.moments, filter],
  );
  const play = useCallback(
    (moment: Moment) => {
      setCurrent(moment);
      onVisit(moment);
      player.playFrom(Math.max(0, moment.start - RUN_UP_SECONDS));
    },
    [player, onVisit],
  );
  const toggle = useCallback(
    (moment: Moment) => {
      if (moment === current && player.isPlaying) player.pause();
      else play(moment);
    },
    [current, player, play],
  );
  const step = useCallback(
    (direction: 1 | -1) => {
      const from = current ? current.start : player.time();
      const next = neighbourMoment(
        moments,
        current && direction < 0 ? from + 0.5 : from,
        direction,
      );
      if (next) play(next);
    },
    [current, player, moments, play],
  );
  return { moments, filter, setFilter, current, toggle, step };
}
