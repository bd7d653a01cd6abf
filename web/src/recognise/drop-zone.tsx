import { Text } from '@mantine/core';
import { IconFileMusic } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import classes from './drop-zone.module.css';

type DropZoneProps = { readonly onFiles: (files: readonly File[]) => void };

/** Takes files by dropping or choosing. The server tells audio by its content, not by its name. */
export function DropZone({ onFiles }: DropZoneProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    if (files && files.length > 0) onFiles([...files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <>
      <button
        type="button"
        className={classes['zone']}
        data-over={over}
        data-testid="drop-zone"
        onClick={() => input.current?.click()}
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
      >
        <IconFileMusic size={34} stroke={1.4} aria-hidden />
        <Text component="span" fw={550}>
          {over ? t('input.dropNow') : t('input.dropTitle')}
        </Text>
        <Text component="span" size="sm" c="var(--quiet)">
          {t('input.dropHint')}
        </Text>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('input.choose')}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that choosing the same file again is a change.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
