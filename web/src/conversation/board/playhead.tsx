import { useRef } from 'react';
import classes from './board.module.css';
import { useFrame } from './use-frame.ts';
import type { Player } from './use-player.ts';
import type { View } from './view.ts';

type PlayheadProps = {
  readonly player: Player;
  readonly view: View;
  /** Is called with the time if the recording plays outside the view. */
  readonly onOutside: ((time: number) => void) | undefined;
};

/** The line of the present time through all lanes. It moves without a drawing of the lanes. */
export function Playhead({ player, view, onOutside }: PlayheadProps) {
  const line = useRef<HTMLDivElement>(null);
  const shown = useRef('');
  useFrame(() => {
    const element = line.current;
    const width = element?.parentElement?.clientWidth ?? 0;
    if (!element || width === 0) return;
    const time = player.time();
    const place = (time - view.start) / (view.end - view.start);
    const transform = `translateX(${(place * width).toFixed(1)}px)`;
    if (transform !== shown.current) {
      element.style.transform = transform;
      element.style.visibility = place >= 0 && place <= 1 ? 'visible' : 'hidden';
      shown.current = transform;
    }
    if (player.isPlaying && (place < 0 || place > 1)) onOutside?.(time);
  });
  return <div ref={line} className={classes['playhead']} data-testid="playhead" />;
}
