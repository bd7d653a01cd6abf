import { Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatClockOfDay } from '../i18n/format.ts';
import { Recorder } from '../recording/recorder.tsx';
import { addClips, type OwnClass } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';
import { shownClasses } from './use-classes.ts';

/** Records clips from the microphone, one after the other, for a class and a speaker. */
export function RecordClips({ shown }: { readonly shown: readonly OwnClass[] }) {
  const { t, className } = useAdaptationWords();
  const [key, setKey] = useState('');
  const [speaker, setSpeaker] = useState('');
  const chosen = shown.find((each) => each.key === key) ?? shown[0];
  const record = useRecorded(chosen, speaker);
  if (!chosen) return null;
  return (
    <Stack gap="sm" className={classes['record'] ?? ''}>
      <Text fw={600} size="sm">
        {t('record')}
      </Text>
      <Group gap="sm" grow>
        <NativeSelect
          label={t('recordFor')}
          data={shown.map((each) => ({ value: each.key, label: className(each.label) }))}
          value={chosen.key}
          onChange={({ currentTarget: { value } }) => {
            setKey(value);
          }}
        />
        <TextInput
          label={t('recordSpeaker')}
          maxLength={200}
          value={speaker}
          onChange={({ currentTarget: { value } }) => {
            setSpeaker(value);
          }}
        />
      </Group>
      <Recorder onRecording={record} hint={t('recordHint')} />
    </Stack>
  );
}

/** A callback for the recorder that stays the same, so that another choice ends no recording. */
function useRecorded(chosen: OwnClass | undefined, speaker: string) {
  const latest = useRef({ chosen, speaker });
  useEffect(() => {
    latest.current = { chosen, speaker };
  }, [chosen, speaker]);
  return useCallback((recording: Blob) => {
    const { label } = latest.current.chosen ?? {};
    if (label === undefined) return;
    const name = `${formatClockOfDay(new Date())}.wav`;
    const clip = { name, recording, label, speaker: latest.current.speaker };
    addClips([clip], shownClasses(), (one) => one === label);
  }, []);
}
