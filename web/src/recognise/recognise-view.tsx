import { Stack } from '@mantine/core';
import { useDeferredValue, useEffect } from 'react';
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
  // The details of a long recording are many elements: they are rendered in parts, after the answer.
  const detailed = useDeferredValue(job);
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
      {detailed?.result && (
        <ResultDetails
          key={detailed.id}
          result={detailed.result}
          name={detailed.name}
          recording={detailed.recording}
          facts={detailed.facts}
        />
      )}
    </Stack>
  );
}
