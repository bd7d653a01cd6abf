import { Progress, Text } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { StartStopButton } from '../common/start-stop-button.tsx';
import { loadsOnDemand } from '../state/load-on-demand.ts';
import { chosenModel, requestReady, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { isPending } from '../state/pending-jobs.ts';
import type { Plan } from './check-labels.ts';
import { useEvaluation } from './evaluation-store.ts';
import { useEvaluationWords } from './evaluation-words.ts';
import { runEvaluation, stopEvaluation } from './run-evaluation.ts';
import type { Labels } from './use-plan.ts';

type RunControlsProps = { readonly labels: Labels; readonly plan: Plan | undefined };

/** Starts and stops the evaluation, shows how far it is, or says what is missing for it. */
export function RunControls({ labels, plan }: RunControlsProps) {
  const { t } = useEvaluationWords();
  const running = useEvaluation((state) => state.running);
  const isLoading = useModels(({ awaited }) => awaited !== undefined);
  const pending = usePendingCount(plan);
  const missing = useMissing(labels);
  const isDone = pending === 0;
  const words = () => {
    if (running) return t('stop');
    if (isLoading) return t('loading');
    if (isDone) return t('done');
    return pending === undefined ? t('run') : t('runMore', { count: pending });
  };
  return (
    <div>
      <StartStopButton
        running={running}
        isLoading={isLoading}
        isDisabled={missing !== undefined || isDone}
        icon={IconReportAnalytics}
        testId="evaluation-run"
        onStop={stopEvaluation}
        onStart={() => {
          void runWhenReady();
        }}
      >
        {words()}
      </StartStopButton>
      {running && <RunProgress />}
      {!running && missing !== undefined && (
        <Text size="sm" c="var(--quiet)" ta="center" mt={6} data-testid="evaluation-missing">
          {missing}
        </Text>
      )}
    </div>
  );
}

/** The only part that is drawn again with every result. */
function RunProgress() {
  const { t } = useEvaluationWords();
  const total = useEvaluation(({ planned }) => planned.size);
  const done = useEvaluation(
    ({ jobs, planned }) =>
      jobs.filter(({ id, status }) => planned.has(id) && IS_OVER.has(status)).length,
  );
  return (
    <>
      <Text size="sm" c="var(--quiet)" mt="xs" mb={6} className="numbers" role="status">
        {t('progress', { done, total })}
      </Text>
      <Progress
        value={total > 0 ? (100 * done) / total : 0}
        // Drawing the steps between two results took more than half of the page's work.
        transitionDuration={0}
        aria-label={t('progressName')}
      />
    </>
  );
}

const IS_OVER: ReadonlySet<string> = new Set(['finished', 'failed']);

/** Labelled recordings without a result of the chosen model; `undefined` if that is not known. */
function usePendingCount(plan: Plan | undefined): number | undefined {
  const modelId = useModels((state) => chosenModel(state)?.id ?? '');
  return useEvaluation(({ jobs, running }) => {
    // While a run goes on the count is not shown.
    if (!plan || running) return undefined;
    const names = new Set(plan.clips.map(({ file }) => file));
    return jobs.filter((job) => names.has(job.name) && isPending(job, modelId)).length;
  });
}

function useMissing(labels: Labels): string | undefined {
  const { t } = useEvaluationWords();
  const model = useModels(chosenModel);
  const permitted = usePage(({ settings }) => settings?.loadsOnDemand ?? false);
  const count = useEvaluation(({ jobs }) => jobs.length);
  const isUsable =
    model !== undefined && (model.state === 'ready' || loadsOnDemand(model, permitted));
  if (!isUsable) return t('needModel');
  if (model.manifest?.task === 'regression') return t('needClasses');
  return count === 0 || labels.kind !== 'found' ? t('needClips') : undefined;
}

async function runWhenReady(): Promise<void> {
  const model = await requestReady();
  if (model?.manifest?.task === 'classification') await runEvaluation(model);
}
