import { Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconFileMusic } from '@tabler/icons-react';
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ModelEntry } from '../api/types.ts';
import type { NamedRecording } from '../backend/backend.ts';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { useWords } from '../i18n/use-words.ts';
import { readChosen, readDropped } from '../recognise/read-dropped.ts';
import { Recorder } from '../recording/recorder.tsx';
import { useMakeVoice } from './use-make-voice.ts';
import type { KeptVoice } from './voices-store.ts';
import classes from './voices.module.css';

type AddVoiceProps = {
  readonly model: ModelEntry;
  /** Number of voices there are; the suggested name counts them. */
  readonly count: number;
  readonly onAdded: (voice: KeptVoice) => void;
};

/** Makes a voice from the microphone or from files. */
export function AddVoice({ model, count, onAdded }: AddVoiceProps) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const suggestion = t('voices.suggestion', { number: count + 1 });
  const { busy, problem, make } = useMakeVoice(model, (voice) => {
    setName('');
    onAdded(voice);
  });
  const take = (recordings: readonly NamedRecording[]) => {
    if (recordings.length > 0) void make(name.trim() || suggestion, recordings);
  };
  const record = useRecorded(take);
  return (
    <Stack gap="sm" onDragOver={keepFromPage} onDrop={dropInto(take)}>
      <TextInput
        label={t('voices.name')}
        placeholder={suggestion}
        maxLength={80}
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <Text size="sm">{t('voices.instruction')}</Text>
      <blockquote className={classes['say']}>{t('voices.say')}</blockquote>
      <Recorder onRecording={record} hint={t('voices.recordHint')} />
      <FileButton disabled={busy} onFiles={take} />
      <Group gap="xs" role="status">
        {busy && (
          <>
            <Loader size="xs" />
            <Text size="sm">{t('voices.busy')}</Text>
          </>
        )}
      </Group>
      {problem && <ProblemNotice title={t('voices.failed')} problem={problem} />}
    </Stack>
  );
}

/** A callback for the recorder that stays the same, so that a change of the name ends no recording. */
function useRecorded(take: (recordings: readonly NamedRecording[]) => void) {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  }, [take]);
  return useCallback((recording: Blob) => {
    latest.current([{ name: 'voice.wav', recording }]);
  }, []);
}

type FileButtonProps = {
  readonly disabled: boolean;
  readonly onFiles: (recordings: readonly NamedRecording[]) => void;
};

function FileButton({ disabled, onFiles }: FileButtonProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Group gap="xs">
      <Button
        variant="default"
        disabled={disabled}
        leftSection={<IconFileMusic size={16} />}
        onClick={() => input.current?.click()}
      >
        {t('voices.files')}
      </Button>
      <Text size="xs" c="var(--quiet)">
        {t('voices.filesHint')}
      </Text>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('voices.files')}
        data-testid="voice-files"
        onChange={({ currentTarget }) => {
          onFiles(readChosen([...(currentTarget.files ?? [])]));
          currentTarget.value = '';
        }}
      />
    </Group>
  );
}

/** The page takes what is dropped elsewhere as recordings to classify. */
function keepFromPage(event: DragEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function dropInto(take: (recordings: readonly NamedRecording[]) => void) {
  return (event: DragEvent): void => {
    keepFromPage(event);
    void readDropped(event.dataTransfer).then(take);
  };
}
