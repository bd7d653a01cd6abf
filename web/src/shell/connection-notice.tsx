import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useWords } from '../i18n/use-words.ts';
import { useModels } from '../state/models-store.ts';

/** Shown while the server cannot be reached. */
export function ConnectionNotice() {
  const { t } = useWords();
  const connected = useModels((state) => state.connected);
  if (connected !== false) return null;
  return (
    <Alert role="alert" color="orange" icon={<IconPlugConnectedX />} data-testid="disconnected">
      {t('disconnected')}
    </Alert>
  );
}
