import { Text } from '@mantine/core';
import { useWords } from '../../i18n/use-words.ts';
import classes from './clip-player.module.css';
import type { Player } from './use-player.ts';

/** The element that plays a clip, at the lower edge of the window; the clips have buttons of their own. */
export function ClipPlayer({ player }: { readonly player: Player }) {
  const { t } = useWords();
  const { audio, current, url, isBroken, onState } = player;
  if (!current) return null;
  return (
    <div className={classes['player']}>
      <Text size="sm" className="break">
        {current.name}
      </Text>
      <audio
        key={url}
        ref={audio}
        src={url}
        controls
        autoPlay
        aria-label={t('player.name')}
        data-testid="clip-player"
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
          {t('player.cannotPlay')}
        </Text>
      )}
    </div>
  );
}
