import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { FileName } from '../common/file-name.tsx';
import { PlayIcon } from '../common/player/play-icon.tsx';
import type { Player } from '../common/player/use-player.ts';
import { type OwnClip, removeClip, updateOwnClip } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';

type ClipRowProps = {
  readonly clip: OwnClip;
  readonly player: Player;
  readonly disabled: boolean;
};

/** A clip: heard with one button, with the name of its speaker. */
export function ClipRow({ clip, player, disabled }: ClipRowProps) {
  const { t } = useAdaptationWords();
  const { id, name, speaker } = clip;
  return (
    <li className={classes['clip']} data-testid="own-clip">
      <ActionIcon
        variant="subtle"
        size="lg"
        onClick={() => {
          player.play(clip);
        }}
      >
        <PlayIcon clip={clip} player={player} />
      </ActionIcon>
      <FileName name={name} />
      <TextInput
        size="xs"
        className={classes['speaker'] ?? ''}
        placeholder={t('speaker')}
        aria-label={t('speakerOf', { name })}
        maxLength={200}
        disabled={disabled}
        value={speaker}
        onChange={({ currentTarget: { value } }) => {
          updateOwnClip(id, { speaker: value });
        }}
      />
      <ActionIcon
        variant="subtle"
        size="lg"
        disabled={disabled}
        aria-label={t('remove', { name })}
        onClick={() => {
          removeClip(id);
        }}
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
