import { Progress, Text } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import type { AdaptationProgress } from '../api/adaptations.ts';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { StartStopButton } from '../common/start-stop-button.tsx';
import { loadsOnDemand } from '../state/load-on-demand.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { useAdaptation } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import { runAdaptation, stopAdaptation } from './run-adaptation.ts';
import { isSameClass } from './same-class.ts';
import { useClasses } from './use-classes.ts';

/** With fewer clips in a class, the figures say little. */
const GOOD_COUNT = 10;

/** Starts and stops the adaptation, shows how far it is, or says what is missing for it. */
export function RunPanel() {
  const { t } = useAdaptationWords();
  const phase = useAdaptation((state) => state.phase);
  const count = useAdaptation(({ clips }) => clips.length);
  const { missing, isFew } = useReadiness();
  const running = phase.name === 'running';
  return (
    <div data-testid="adaptation-run-panel">
      <StartStopButton
        running={running}
        isLoading={false}
        isDisabled={missing !== undefined}
        icon={IconAdjustments}
        testId="adaptation-run"
        onStop={stopAdaptation}
        onStart={() => {
          void runAdaptation();
        }}
      >
        {running ? t('stop') : count > 0 ? t('runWith', { count }) : t('run')}
      </StartStopButton>
      {running && <RunProgress progress={phase.progress} />}
      {!running && (missing !== undefined || isFew) && (
        <Text size="sm" c="var(--quiet)" ta="center" mt={6} data-testid="adaptation-missing">
          {missing ?? t('few')}
        </Text>
      )}
      {phase.name === 'failed' && (
        <div style={{ marginTop: '1rem' }}>
          <ProblemNotice title={t('failed')} problem={phase.problem} />
        </div>
      )}
    </div>
  );
}

function RunProgress({ progress }: { readonly progress: AdaptationProgress | undefined }) {
  const { t, share } = useAdaptationWords();
  const words = () => {
    if (!progress) return t('loading');
    if (progress.state === 'sending') return t('steps.sending', { share: share(progress.share) });
    const { state, done, total } = progress;
    if (state === 'embedding' || state === 'fitting') return t(`steps.${state}`, { done, total });
    return t('steps.queued');
  };
  return (
    <>
      <Text size="sm" c="var(--quiet)" mt="xs" mb={6} className="numbers" role="status">
        {words()}
      </Text>
      <Progress value={100 * shareOf(progress)} aria-label={t('progressName')} />
    </>
  );
}

function shareOf(progress: AdaptationProgress | undefined): number {
  if (!progress) return 0;
  if (progress.state === 'sending') return progress.share;
  return progress.total > 0 ? progress.done / progress.total : 0;
}

type Readiness = { readonly missing: string | undefined; readonly isFew: boolean };

/** What is missing, and whether a class has few clips. */
function useReadiness(): Readiness {
  const { t } = useAdaptationWords();
  const model = useModels(chosenModel);
  const settings = usePage((state) => state.settings);
  const classes = useClasses();
  const clips = useAdaptation((state) => state.clips);
  const counts = classes.map(({ key }) => clips.filter((clip) => clip.key === key).length);
  const used = classes.filter((_, at) => (counts[at] ?? 0) > 0);
  const isUsable =
    model !== undefined &&
    (model.state === 'ready' || loadsOnDemand(model, settings?.loadsOnDemand ?? false));
  const isUnclear = used.some(
    ({ label }, at) =>
      label.trim() === '' ||
      used.some((other, place) => place !== at && isSameClass(other.label, label)),
  );
  const missing = () => {
    if (settings?.loadsModels === false) return t('needRole');
    if (!isUsable) return t('needModel');
    if (model.manifest?.task === 'regression') return t('needClasses');
    if (used.length < 2) return t('needTwo');
    return isUnclear ? t('needNames') : undefined;
  };
  const isFew = counts.some((count) => count > 0 && count < GOOD_COUNT);
  return { missing: missing(), isFew };
}
