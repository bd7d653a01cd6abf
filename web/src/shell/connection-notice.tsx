import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useBackend } from '../backend/backend-store.ts';
import { useWords } from '../i18n/use-words.ts';
import { useModels } from '../state/models-store.ts';

/** Shown while the backend cannot be reached. */
export function ConnectionNotice() {
  const { t } = useWords();
  const connected = useModels((state) => state.connected);
  const isDevice = useBackend(({ kind }) => kind === 'device');
  if (connected !== false) return null;
  return (
    <Alert role="alert" color="orange" icon={<IconPlugConnectedX />} data-testid="disconnected">
      {t(isDevice ? 'backend.unreachable' : 'disconnected')}
    </Alert>
  );
}
