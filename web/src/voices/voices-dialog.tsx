import { Alert, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ModelEntry } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { AddVoice } from './add-voice.tsx';
import { VoiceRow } from './voice-row.tsx';
import { type KeptVoice, useVoices } from './voices-store.ts';
import classes from './voices.module.css';

type VoicesDialogProps = { readonly model: ModelEntry; readonly onClose: () => void };

/** The voices that this browser keeps, and the way to add one. */
export function VoicesDialog({ model, onClose }: VoicesDialogProps) {
  const { t } = useWords();
  const { voices = [], available } = useVoices();
  const [added, setAdded] = useState<KeptVoice>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('voices.heading')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="voices"
    >
      <Stack gap="md">
        <Text size="sm">{t('voices.why')}</Text>
        {!available && <Alert color="orange">{t('voices.unavailable')}</Alert>}
        <div aria-live="polite">
          {added && (
            <Alert color="accent" data-testid="voice-kept">
              {t('voices.kept', {
                name: added.name,
                seconds: Math.round(added.baseline.seconds),
              })}
            </Alert>
          )}
        </div>
        {voices.length === 0 ? (
          <Text size="sm" c="var(--quiet)">
            {t('voices.empty')}
          </Text>
        ) : (
          <ul className={classes['list']} aria-label={t('voices.table')}>
            {voices.map((voice) => (
              <VoiceRow key={voice.id} voice={voice} model={model} />
            ))}
          </ul>
        )}
        <Title order={3} size="h6">
          {t('voices.add')}
        </Title>
        <AddVoice model={model} count={voices.length} onAdded={setAdded} />
        <Text size="xs" c="var(--quiet)">
          {t('voices.privacy')}
        </Text>
      </Stack>
    </Modal>
  );
}
