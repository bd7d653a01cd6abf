import { Stack } from '@mantine/core';
import { shownJob, useSession } from '../state/session-store.ts';
import { ResultDetails } from '../result/result-details.tsx';
import { ResultSummary } from '../result/result-summary.tsx';
import { InputPanel } from './input-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';

/** Audio in, emotion out. */
export function RecogniseView() {
  const several = useSession((state) => state.jobs.length > 1);
  const job = useSession(shownJob);
  return (
    <Stack gap="lg">
      <div className="two-columns">
        <InputPanel />
        <ResultSummary job={job} />
      </div>
      {several && <QueuePanel />}
      {job?.result && (
        <ResultDetails key={job.id} result={job.result} name={job.name} recording={job.recording} />
      )}
    </Stack>
  );
}
