import { Button, Group, Text } from '@mantine/core';
import { IconFileMusic, IconFolderOpen } from '@tabler/icons-react';
import { useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { usePage } from '../state/page-store.ts';
import { addRecordings } from '../state/session-store.ts';
import { readChosen } from './read-dropped.ts';
import { usePageDrop } from './use-page-drop.ts';
import classes from './drop-zone.module.css';

/** Takes files and folders. The server recognises audio by its content, not by its name. */
export function DropZone() {
  const { t, number } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const over = usePageDrop();
  const limit = usePage(({ settings }) => settings?.maxUploadMb);
  return (
    <>
      <button
        type="button"
        className={classes['zone']}
        data-over={over}
        data-testid="drop-zone"
        onClick={() => input.current?.click()}
      >
        <IconFileMusic size={34} stroke={1.4} aria-hidden />
        <Text component="span" fw={550}>
          {t(over ? 'input.dropNow' : 'input.dropTitle')}
        </Text>
        <Text component="span" size="sm" c="var(--quiet)">
          {t('input.dropHint')}
        </Text>
        {limit !== undefined && (
          <Text component="span" size="sm" c="var(--quiet)" data-testid="upload-limit">
            {t('input.limit', { size: `${number(limit, 0)} MB` })}
          </Text>
        )}
      </button>
      <Group justify="center" mt={6}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconFolderOpen size={14} />}
          onClick={chooseFolder}
        >
          {t('input.folder')}
        </Button>
      </Group>
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

function chooseFolder(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  input.addEventListener('change', () => {
    take(input.files);
  });
  input.click();
}

function take(files: FileList | null): void {
  const recordings = readChosen([...(files ?? [])]);
  if (recordings.length > 0) addRecordings(recordings);
}
