import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useRoute } from '../state/route.ts';
import { showJob, shownJob, useSession } from '../state/session-store.ts';
import { ResultDetails } from '../result/result-details.tsx';
import { ResultSummary } from '../result/result-summary.tsx';
import { InputPanel } from './input-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';

/** The main tab: input, result, and the list of several recordings. */
export function RecogniseView() {
  const several = useSession((state) => state.jobs.length > 1);
  const job = useSession(shownJob);
  const named = useRoute(({ view, id }) => (view === 'recognise' ? id : undefined));
  useEffect(() => {
    if (named !== undefined) showJob(named);
  }, [named]);
  return (
    <Stack gap="lg">
      <div className="two-columns">
        <InputPanel />
        <ResultSummary job={job} />
      </div>
      {several && <QueuePanel />}
      {job?.result && (
        <ResultDetails
          key={job.id}
          result={job.result}
          name={job.name}
          recording={job.recording}
          facts={job.facts}
        />
      )}
    </Stack>
  );
}
