import { Loader, Stack, Text } from '@mantine/core';
import type { Job } from '../state/session-store.ts';
import { Panel } from '../common/panel.tsx';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { useWords } from '../i18n/use-words.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { Answer } from './answer.tsx';
import { ResultBox } from './result-box.tsx';

/** The two boxes of the answer, or plainly why there is none. */
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
  if (job?.problem)
    return <ProblemNotice title={t('result.failedHeading')} problem={job.problem} />;
  if (job?.result) return <Answer result={job.result} />;
  return (
    <Stack gap="md">
      <ResultBox heading={t('result.explanation')} testId="explanation">
        {job?.status === 'running' ? <Working name={job.name} /> : <Nothing />}
      </ResultBox>
      <ResultBox heading={t('result.label')} testId="label">
        <Text c="var(--quiet)">–</Text>
      </ResultBox>
    </Stack>
  );
}

function Working({ name }: { readonly name: string }) {
  const { t } = useWords();
  return (
    <Text size="sm" className="break">
      <Loader size={14} mr={8} component="span" />
      {t('result.working', { name })}
    </Text>
  );
}

function Nothing() {
  const { t } = useWords();
  const ready = useModels((state) => chosenModel(state)?.state === 'ready');
  return (
    <>
      <Text size="sm">{t(ready ? 'result.empty' : 'result.notLoaded')}</Text>
      {ready && (
        <Text size="sm" c="var(--quiet)">
          {t('result.emptyHint')}
        </Text>
      )}
    </>
  );
}
