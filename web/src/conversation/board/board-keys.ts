import type { Player } from './use-player.ts';
import type { ViewActions } from './use-view.ts';

/** J and L move by so much, in seconds. */
export const JUMP_SECONDS = 5;

const SMALL_SECONDS = 1;

type KeyTargets = {
  readonly player: Player;
  readonly view: Pick<ViewActions, 'zoomIn' | 'zoomOut' | 'showAll'>;
  readonly duration: number;
  readonly onMoment: (direction: 1 | -1) => void;
};

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key does on the board; `undefined` for keys that belong to the browser. */
export function boardKey(
  { key, ctrlKey, metaKey, altKey }: Key,
  { player, view, duration, onMoment }: KeyTargets,
): (() => void) | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const move = (seconds: number) => () => {
    player.seek(player.time() + seconds);
  };
  const acts: Readonly<Record<string, () => void>> = {
    ' ': player.playPause,
    k: player.playPause,
    j: move(-JUMP_SECONDS),
    l: move(JUMP_SECONDS),
    arrowleft: move(-SMALL_SECONDS),
    arrowdown: move(-SMALL_SECONDS),
    arrowright: move(SMALL_SECONDS),
    arrowup: move(SMALL_SECONDS),
    pageup: move(30),
    pagedown: move(-30),
    home: () => {
      player.seek(0);
    },
    end: () => {
      player.seek(duration);
    },
    '+': () => {
      view.zoomIn(player.time());
    },
    '=': () => {
      view.zoomIn(player.time());
    },
    '-': () => {
      view.zoomOut(player.time());
    },
    '0': view.showAll,
    n: () => {
      onMoment(1);
    },
    p: () => {
      onMoment(-1);
    },
  };
  return acts[key.toLowerCase()];
}
