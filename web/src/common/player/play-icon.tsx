import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useWords } from '../../i18n/use-words.ts';
import type { Playable, Player } from './use-player.ts';

type PlayIconProps = { readonly clip: Playable; readonly player: Player };

/** What a press of a clip's button does: plays or pauses it. */
export function PlayIcon({ clip, player }: PlayIconProps) {
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
