import { Group, Button } from '@mantine/core';
import { useEffect } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { HAS_SERVER } from './backend-store.ts';
import classes from './backend-switch.module.css';
import { forgetKept, readKept, useKeptModels } from './device/kept-store.ts';
import { useRuntimes } from './device/runtimes.ts';

/** How this device computes the chosen model, and what the browser keeps for it. */
export function DeviceFacts() {
  const facts = useFacts();
  if (facts.length === 0) return <Kept />;
  return (
    <>
      <div role="status" data-testid="device-facts">
        <ul className={classes['facts']}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </div>
      <Kept />
    </>
  );
}

function useFacts(): readonly string[] {
  const { t } = useWords();
  const id = useModels((state) => chosenModel(state)?.id ?? '');
  const runtime = useRuntimes((state) => state[id]);
  if (!runtime) return [];
  const { threads, findings } = runtime;
  return [
    ...(threads > 1 ? [t('backend.threads', { count: threads })] : []),
    ...(findings.includes('self-test-missing') ? [] : [t('backend.checked')]),
    ...findings.map((code) =>
      t(`backend.${code === 'one-thread' && canIsolate() ? 'one-thread-now' : code}`),
    ),
  ];
}

/** Whether the site's service worker isolates the page from its next visit on. */
const canIsolate = () => !HAS_SERVER && 'serviceWorker' in navigator;

/** The models that this browser keeps, and the way to delete them. */
function Kept() {
  const { t, bytes } = useWords();
  const kept = useKeptModels((state) => state.bytes);
  useEffect(() => {
    void readKept();
  }, []);
  if (kept === 0) return null;
  return (
    <Group gap="xs" className={classes['facts']}>
      <span data-testid="kept-models">{t('backend.kept', { size: bytes(kept) })}</span>
      <Button size="compact-xs" variant="subtle" onClick={() => void forgetKept()}>
        {t('backend.forget')}
      </Button>
    </Group>
  );
}
