import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { FileName } from '../common/file-name.tsx';
import type { Player } from '../common/use-player.ts';
import { type OwnClip, removeClip, updateOwnClip } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';

type ClipRowProps = {
  readonly clip: OwnClip;
  readonly player: Player<OwnClip>;
  readonly disabled: boolean;
};

/** A clip: heard with one button, with the name of its speaker. */
export function ClipRow({ clip, player, disabled }: ClipRowProps) {
  const { t } = useAdaptationWords();
  const { id, name, speaker } = clip;
  const isPlaying = player.current?.id === id && player.isPlaying;
  const Icon = isPlaying ? IconPlayerPause : IconPlayerPlay;
  return (
    <li className={classes['clip']} data-testid="own-clip">
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={t(isPlaying ? 'pause' : 'play', { name })}
        onClick={() => {
          player.play(clip);
        }}
      >
        <Icon size={14} />
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
