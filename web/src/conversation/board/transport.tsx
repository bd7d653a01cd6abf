import { ActionIcon, Button, NativeSelect, Text } from '@mantine/core';
import {
  IconArrowsHorizontal,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { memo, type ReactNode, useRef } from 'react';
import { formatClock } from '../../i18n/format.ts';
import { useConversationWords } from '../conversation-words.ts';
import classes from './board.module.css';
import { JUMP_SECONDS } from './board-keys.ts';
import { useFrame } from './use-frame.ts';
import type { Player } from './use-player.ts';
import type { ViewActions } from './use-view.ts';

const RATES = ['0.5', '0.75', '1', '1.25', '1.5', '2'];

type TransportProps = {
  readonly player: Player;
  readonly duration: number;
  readonly view: ViewActions;
  readonly follows: boolean;
  readonly onFollows: (follows: boolean) => void;
};

/** Plays, moves, and zooms. It is not drawn again while the view moves. */
export const Transport = memo(function Transport(props: TransportProps) {
  const { player, duration, view, follows, onFollows } = props;
  const { t } = useConversationWords();
  const jump = (seconds: number) => () => {
    player.seek(player.time() + seconds);
    view.follow(player.time());
  };
  return (
    <div className={classes['transport']}>
      <div className={classes['group']}>
        <Tool label={t('back')} onPress={jump(-JUMP_SECONDS)}>
          <IconPlayerSkipBack size={16} />
        </Tool>
        <Button
          size="xs"
          disabled={player.isPlayable === false}
          leftSection={
            player.isPlaying ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />
          }
          onClick={player.playPause}
        >
          {t(player.isPlaying ? 'pause' : 'play')}
        </Button>
        <Tool label={t('forward')} onPress={jump(JUMP_SECONDS)}>
          <IconPlayerSkipForward size={16} />
        </Tool>
      </div>
      <Clock player={player} duration={duration} />
      <NativeSelect
        size="xs"
        aria-label={t('speed')}
        data={RATES.map((value) => ({ value, label: `${value}×` }))}
        value={String(player.rate)}
        onChange={({ currentTarget }) => {
          player.setRate(Number(currentTarget.value));
        }}
      />
      <div className={classes['group']}>
        <Tool
          label={t('zoomOut')}
          onPress={() => {
            view.zoomOut(player.time());
          }}
        >
          <IconZoomOut size={16} />
        </Tool>
        <Tool
          label={t('zoomIn')}
          onPress={() => {
            view.zoomIn(player.time());
          }}
        >
          <IconZoomIn size={16} />
        </Tool>
        <Tool label={t('zoomAll')} onPress={view.showAll}>
          <IconArrowsHorizontal size={16} />
        </Tool>
      </div>
      <label className={classes['follow']}>
        <input
          type="checkbox"
          checked={follows}
          onChange={({ currentTarget }) => {
            onFollows(currentTarget.checked);
          }}
        />
        {t('follow')}
      </label>
    </div>
  );
});

type ToolProps = {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
};

function Tool({ label, onPress, children }: ToolProps) {
  return (
    <ActionIcon variant="default" size={30} aria-label={label} title={label} onClick={onPress}>
      {children}
    </ActionIcon>
  );
}

/** The present time, written without a drawing of the rest. */
function Clock({ player, duration }: Pick<TransportProps, 'player' | 'duration'>) {
  const text = useRef<HTMLSpanElement>(null);
  useFrame(() => {
    const shown = formatClock(player.time());
    if (text.current && text.current.textContent !== shown) text.current.textContent = shown;
  });
  return (
    <Text component="span" className={classes['clock'] ?? ''} data-testid="clock">
      <span ref={text}>0:00</span> / {formatClock(duration)}
    </Text>
  );
}
