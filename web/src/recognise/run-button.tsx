import { Button, Text } from '@mantine/core';
import { IconPlayerStop, IconSparkles } from '@tabler/icons-react';
import { useWords } from '../i18n/use-words.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { runJobs, stopJobs } from '../state/run-jobs.ts';
import { useSession } from '../state/session-store.ts';

/** Starts the recognition, or says what is missing for it. */
export function RunButton() {
  const { t } = useWords();
  const model = useModels(chosenModel);
  const count = useSession((state) => state.jobs.length);
  const running = useSession((state) => state.running);
  if (running)
    return (
      <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={stopJobs}>
        {t('input.stop')}
      </Button>
    );
  const ready = model?.state === 'ready' ? model : undefined;
  const missing = !ready ? t('input.needModel') : count === 0 ? t('input.needAudio') : undefined;
  return (
    <div>
      <Button
        fullWidth
        size="md"
        leftSection={<IconSparkles size={18} />}
        disabled={missing !== undefined}
        onClick={() => {
          if (ready) void runJobs(ready.id);
        }}
      >
        {count > 1 ? t('input.runCount', { count }) : t('input.run')}
      </Button>
      {missing !== undefined && (
        <Text size="sm" c="var(--quiet)" ta="center" mt={6} data-testid="missing">
          {missing}
        </Text>
      )}
    </div>
  );
}
