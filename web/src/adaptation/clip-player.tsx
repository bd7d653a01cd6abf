import { Text } from '@mantine/core';
import type { Player } from '../common/use-player.ts';
import type { OwnClip } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';

/** The element that plays a clip; its buttons are in the rows. */
export function ClipPlayer({ player }: { readonly player: Player<OwnClip> }) {
  const { t } = useAdaptationWords();
  const { audio, current, url, isBroken, onState } = player;
  if (!current) return null;
  return (
    <>
      <audio
        key={url}
        ref={audio}
        src={url}
        autoPlay
        data-testid="adaptation-player"
        onPlay={() => {
          onState('playing');
        }}
        onPause={() => {
          onState('paused');
        }}
        onError={() => {
          onState('broken');
        }}
      />
      {isBroken && (
        <Text size="sm" role="alert">
          {t('cannotPlay')}
        </Text>
      )}
    </>
  );
}
