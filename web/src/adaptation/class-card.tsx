import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconFileMusic, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Player } from '../common/player/use-player.ts';
import { useShownRows } from '../common/use-shown-rows.tsx';
import { readChosen } from '../recognise/read-dropped.ts';
import { addClips, type OwnClass, type OwnClip } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';
import { ClipRow } from './clip-row.tsx';
import { shownClasses } from './use-classes.ts';

type ClassCardProps = {
  readonly own: OwnClass;
  readonly clips: readonly OwnClip[];
  readonly player: Player;
  readonly disabled: boolean;
  readonly onName: (label: string) => void;
  readonly onRemove: () => void;
};

/** A class: its name, its clips, and where more are added. */
export function ClassCard({ own, clips, player, disabled, onName, onRemove }: ClassCardProps) {
  const { t, className } = useAdaptationWords();
  const [text, setText] = useState<string>();
  const { shown, more } = useShownRows(clips);
  const name = className(own.label);
  return (
    <li className={classes['class']} data-testid="own-class" data-label={own.label}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          className={classes['name'] ?? ''}
          size="sm"
          aria-label={t('className')}
          maxLength={80}
          disabled={disabled}
          value={text ?? name}
          onChange={({ currentTarget: { value } }) => {
            setText(value);
            onName(value);
          }}
          onBlur={() => {
            setText(undefined);
          }}
        />
        <Text size="sm" c="var(--quiet)" className={classes['count'] ?? ''} role="status">
          {t('clips', { count: clips.length })}
        </Text>
        <ActionIcon
          variant="subtle"
          size="lg"
          disabled={disabled}
          aria-label={t('removeClass', { name })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {clips.length > 0 && (
        <ul className={classes['clips']} aria-label={t('clipsOf', { name })}>
          {shown.map((clip) => (
            <ClipRow key={clip.id} clip={clip} player={player} disabled={disabled} />
          ))}
        </ul>
      )}
      {more}
      <FilesButton own={own} name={name} disabled={disabled} />
    </li>
  );
}

type FilesButtonProps = Pick<ClassCardProps, 'own' | 'disabled'> & { readonly name: string };

function FilesButton({ own, name, disabled }: FilesButtonProps) {
  const { t } = useAdaptationWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        size="xs"
        variant="light"
        disabled={disabled}
        leftSection={<IconFileMusic size={14} />}
        aria-label={t('addFilesTo', { name })}
        onClick={() => input.current?.click()}
      >
        {t('addFiles')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('addFilesTo', { name })}
        data-testid="own-class-files"
        onChange={({ currentTarget }) => {
          const files = readChosen([...(currentTarget.files ?? [])]);
          const labelled = files.map((file) => ({ ...file, label: own.label }));
          addClips(labelled, shownClasses(), (one) => one === own.label);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
