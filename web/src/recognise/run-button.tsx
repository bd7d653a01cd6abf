import { Button, Group, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { StartStopButton } from '../common/start-stop-button.tsx';
import { useWords } from '../i18n/use-words.ts';
import { comparisonKey, useComparison } from '../state/comparison.ts';
import { loadsOnDemand } from '../state/load-on-demand.ts';
import { chosenModel, requestReady, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { isPending } from '../state/pending-jobs.ts';
import { runJobs, type RunScope, stopJobs } from '../state/run-jobs.ts';
import { useSession } from '../state/session-store.ts';
import { effectiveComparison } from '../voices/effective-comparison.ts';
import { useVoices } from '../voices/voices-store.ts';
import { showResultPanel } from './show-result-panel.ts';

/** Starts and stops the recognition, or says what is missing for it. */
export function RunButton() {
  const { t } = useWords();
  const running = useSession((state) => state.running);
  const { count, pending, missing, isLoading } = useRunState();
  const isAgain = pending === 0 && count > 0;
  const start = (scope: RunScope) => {
    showResultPanel();
    void runWhenReady(scope);
  };
  const words = () => {
    if (running) return t('input.stop');
    if (isLoading) return t('input.loading');
    if (isAgain) return t(count > 1 ? 'input.againCount' : 'input.again', { count });
    return pending > 1 ? t('input.runCount', { count: pending }) : t('input.run');
  };
  return (
    <div>
      <StartStopButton
        running={running}
        isLoading={isLoading}
        isDisabled={missing !== undefined}
        icon={IconSparkles}
        onStop={stopJobs}
        onStart={() => {
          start(isAgain ? 'all' : 'pending');
        }}
      >
        {words()}
      </StartStopButton>
      {!running && !isAgain && pending < count && (
        <Group justify="center" mt={6}>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={missing !== undefined}
            onClick={() => {
              start('all');
            }}
          >
            {t('input.againCount', { count })}
          </Button>
        </Group>
      )}
      {!running && missing !== undefined && (
        <Text size="sm" c="var(--quiet)" ta="center" mt={6} data-testid="missing">
          {missing}
        </Text>
      )}
    </div>
  );
}

function useRunState() {
  const { t } = useWords();
  const model = useModels(chosenModel);
  const permitted = usePage(({ settings }) => settings?.loadsOnDemand ?? false);
  const isLoading = useModels(({ awaited }) => awaited !== undefined);
  const modelId = model?.id ?? '';
  const count = useSession(({ jobs }) => jobs.filter(({ recording }) => recording).length);
  const chosen = useComparison();
  const voices = useVoices((state) => state.voices);
  const comparison = model ? comparisonKey(effectiveComparison(model, chosen, voices)) : 'none';
  const pending = useSession(
    ({ jobs }) => jobs.filter((job) => isPending(job, modelId, comparison)).length,
  );
  const isUsable =
    model !== undefined && (model.state === 'ready' || loadsOnDemand(model, permitted));
  const missing = (() => {
    if (isLoading) return undefined;
    if (!isUsable) return t('input.needModel');
    return count === 0 ? t('input.needAudio') : undefined;
  })();
  return { count, pending, missing, isLoading };
}

async function runWhenReady(scope: RunScope): Promise<void> {
  const model = await requestReady();
  if (!model) return;
  // The panel of the model may have shrunk since.
  showResultPanel();
  await runJobs(model, scope);
}
