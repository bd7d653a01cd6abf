import { Alert, Switch, Text } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useId } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { chooseBackend, HAS_SERVER, useBackend } from './backend-store.ts';
import classes from './backend-switch.module.css';
import { DeviceFacts } from './device-facts.tsx';
import { useIsBusy } from './use-is-busy.ts';

/** Chooses between the server and this device, and says what the choice means for the audio. */
export function BackendSwitch() {
  const { t } = useWords();
  const kind = useBackend((state) => state.kind);
  return (
    <section
      className={classes['box']}
      aria-label={t('backend.heading')}
      data-testid="backend"
      data-kind={kind}
    >
      {HAS_SERVER ? <Choice /> : <OnlyDevice />}
      {kind === 'device' && <DeviceFacts />}
    </section>
  );
}

function Choice() {
  const { t } = useWords();
  const id = useId();
  const isDevice = useBackend((state) => state.kind === 'device');
  const busy = useIsBusy();
  return (
    <>
      <Switch
        checked={isDevice}
        disabled={busy}
        label={t('backend.device')}
        aria-describedby={id}
        onChange={({ currentTarget }) => {
          chooseBackend(currentTarget.checked ? 'device' : 'server');
        }}
      />
      <Text id={id} size="sm" c="var(--quiet)">
        {t(isDevice ? 'backend.onDevice' : 'backend.onServer')}
        {busy && ` ${t('backend.busy')}`}
      </Text>
    </>
  );
}

function OnlyDevice() {
  const { t } = useWords();
  return (
    <Alert variant="transparent" p={0} icon={<IconDeviceLaptop size={18} />}>
      <Text size="sm">{t('backend.only')}</Text>
    </Alert>
  );
}
