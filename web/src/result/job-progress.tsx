import { Progress, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatClock } from '../i18n/format.ts';
import { useWords } from '../i18n/use-words.ts';
import { countOthers } from '../state/run-jobs.ts';
import type { Job } from '../state/session-store.ts';

/** The time between two looks at the server's queue, in milliseconds. */
const LOOK_MS = 2000;

/** What happens to a recording before its result: waiting, sending with its share, computing with the time so far. */
export function JobProgress({ job }: { readonly job: Job }) {
  const { t, percent } = useWords();
  const { status, name, sent = 0 } = job;
  const words =
    status === 'sending'
      ? t('result.sending', { name, share: percent(sent) })
      : t(status === 'running' ? 'result.working' : 'result.waiting', { name });
  return (
    <div data-testid="job-progress" data-state={status}>
      <Text size="sm" className="break" mb={6}>
        {words}
      </Text>
      {status === 'sending' && <Progress value={100 * sent} aria-label={words} />}
      {status === 'running' && (
        <>
          <Progress value={100} striped animated aria-label={words} />
          <Computing since={job.sentAt} />
        </>
      )}
    </div>
  );
}

/** The time since the recording was sent, and how many other requests the server holds. */
function Computing({ since }: { readonly since: number | undefined }) {
  const { t } = useWords();
  const [now, setNow] = useState(() => since ?? Date.now());
  const [others, setOthers] = useState(0);
  useEffect(() => {
    const left = new AbortController();
    const clock = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    const look = setInterval(() => {
      void countOthers(left.signal).then(setOthers);
    }, LOOK_MS);
    return () => {
      left.abort();
      clearInterval(clock);
      clearInterval(look);
    };
  }, []);
  return (
    // The clock must not be read out every second.
    <Text size="xs" c="var(--quiet)" mt={4} className="numbers" aria-live="off">
      {t('result.elapsed', { elapsed: formatClock((now - (since ?? now)) / 1000) })}
      {others > 0 && ` ${t('result.others', { count: others })}`}
    </Text>
  );
}
