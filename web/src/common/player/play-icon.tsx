import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useWords } from '../../i18n/use-words.ts';
import type { Playable, Player } from './use-player.ts';

type PlayIconProps<Clip extends Playable> = {
  readonly clip: Clip;
  readonly player: Player<Clip>;
};

/** What a press of a clip's button does: plays or pauses it. */
export function PlayIcon<Clip extends Playable>({ clip, player }: PlayIconProps<Clip>) {
  const { t } = useWords();
  const isPlaying = player.current?.id === clip.id && player.isPlaying;
  const Icon = isPlaying ? IconPlayerPause : IconPlayerPlay;
  return (
    <Icon
      size={14}
      aria-label={t(isPlaying ? 'player.pause' : 'player.play', { name: clip.name })}
    />
  );
}
