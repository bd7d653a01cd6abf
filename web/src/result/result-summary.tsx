import { Stack, Text } from '@mantine/core';
import { type Job, useSession } from '../state/session-store.ts';
import { Panel } from '../common/panel.tsx';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { useWords } from '../i18n/use-words.ts';
import { loadsOnDemand } from '../state/load-on-demand.ts';
import { chosenModel, isBusy, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { Answer } from './answer.tsx';
import { JobProgress } from './job-progress.tsx';
import { ResultBox } from './result-box.tsx';

/** The two boxes of the result, its progress, or the reason why there is none. */
export function ResultSummary({ job }: { readonly job: Job | undefined }) {
  const { t } = useWords();
  return (
    <Panel heading={t('result.heading')} testId="result-panel">
      <div aria-live="polite">
        <Content job={job} />
      </div>
    </Panel>
  );
}

function Content({ job }: { readonly job: Job | undefined }) {
  const { t } = useWords();
  const running = useSession((state) => state.running);
  const isUnderWay = job !== undefined && (job.status !== 'waiting' || running);
  if (job?.problem)
    return <ProblemNotice title={t('result.failedHeading')} problem={job.problem} />;
  if (job?.result) return <Answer result={job.result} facts={job.facts} />;
  return (
    <Stack gap="md">
      <ResultBox heading={t('result.explanation')} testId="explanation">
        {job && isUnderWay ? <JobProgress job={job} /> : <Nothing />}
      </ResultBox>
      <ResultBox heading={t('result.label')} testId="label">
        <Text c="var(--quiet)">–</Text>
      </ResultBox>
    </Stack>
  );
}

function Nothing() {
  const { t } = useWords();
  const ready = useModels((state) => chosenModel(state)?.state === 'ready');
  const isPermitted = usePage(({ settings }) => settings?.loadsOnDemand ?? false);
  const permitted = useModels((state) => {
    const model = chosenModel(state);
    return model !== undefined && loadsOnDemand(model, isPermitted);
  });
  const loading = useModels((state) => {
    const model = chosenModel(state);
    return model && isBusy(model) ? model.name : undefined;
  });
  if (loading !== undefined) return <Text size="sm">{t('model.loading', { name: loading })}</Text>;
  return (
    <>
      <Text size="sm">{t(ready || permitted ? 'result.empty' : 'result.notLoaded')}</Text>
      {(ready || permitted) && (
        <Text size="sm" c="var(--quiet)">
          {t('result.emptyHint')}
        </Text>
      )}
    </>
  );
}
