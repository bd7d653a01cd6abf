import type { ReactNode } from 'react';
import { FileName } from '../common/file-name.tsx';
import { PlayIcon } from '../common/player/play-icon.tsx';
import type { Playable, Player } from '../common/player/use-player.ts';
import classes from './evaluation.module.css';

type ClipRowProps = {
  readonly clip: Playable;
  readonly player: Player;
  /** What is known about the clip. */
  readonly children: ReactNode;
};

/** A row that plays a clip when it is pressed. */
export function ClipRow({ clip, player, children }: ClipRowProps) {
  return (
    <li>
      <button
        type="button"
        className={classes['clip']}
        aria-current={clip.id === player.current?.id}
        onClick={() => {
          player.play(clip);
        }}
      >
        <PlayIcon clip={clip} player={player} />
        <FileName name={clip.name} />
        <span className={classes['verdict']}>{children}</span>
      </button>
    </li>
  );
}
