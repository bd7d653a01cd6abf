import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ModelEntry } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { deleteVoice, type KeptVoice, renameVoice } from './voices-store.ts';
import classes from './voices.module.css';

type VoiceRowProps = { readonly voice: KeptVoice; readonly model: ModelEntry };

/** One voice: its name, which can be changed, how much speech it has, and the way to delete it. */
export function VoiceRow({ voice, model }: VoiceRowProps) {
  const { t, date } = useWords();
  const [name, setName] = useState(voice.name);
  const isOther = voice.modelId !== model.id;
  const rename = () => {
    const trimmed = name.trim();
    if (trimmed === '') setName(voice.name);
    else if (trimmed !== voice.name) void renameVoice(voice, trimmed);
  };
  return (
    <li className={classes['row']} data-testid="voice">
      <TextInput
        className={classes['name'] ?? ''}
        size="sm"
        aria-label={t('voices.nameOf', { name: voice.name })}
        maxLength={80}
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
        onBlur={rename}
        onKeyDown={({ key }) => {
          if (key === 'Enter') rename();
        }}
      />
      <Remove voice={voice} />
      <Text size="xs" c="var(--quiet)" className={classes['facts'] ?? ''}>
        {t('voices.facts', {
          seconds: Math.round(voice.baseline.seconds),
          model: voice.modelId,
          date: date(voice.when),
        })}
        {isOther && ` ${t('voices.isOther', { model: model.name })}`}
      </Text>
    </li>
  );
}

/** A voice costs its owner a recording, so that one press does not delete it. */
function Remove({ voice }: { readonly voice: KeptVoice }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('voices.remove', { name: voice.name })}
        onClick={() => {
          setAsking(true);
        }}
      >
        <IconTrash size={16} />
      </ActionIcon>
    );
  return (
    <Group gap={4}>
      <Button size="xs" color="red.8" autoFocus onClick={() => void deleteVoice(voice)}>
        {t('voices.delete')}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          setAsking(false);
        }}
      >
        {t('model.cancel')}
      </Button>
    </Group>
  );
}
