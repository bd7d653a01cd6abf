import { Loader, Progress, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ModelEntry } from '../api/types.ts';
import { problemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/use-words.ts';
import { loadsOnDemand } from '../state/load-on-demand.ts';
import { isBusy } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import classes from './model-status.module.css';

type ModelStatusProps = {
  readonly model: ModelEntry | undefined;
  /** Whether the list of models has arrived from the server. */
  readonly known: boolean;
};

/** The status box: not loaded, progress, ready with name and size, or the error. */
export function ModelStatus({ model, known }: ModelStatusProps) {
  const { t } = useWords();
  return (
    <div
      className={classes['box']}
      role="status"
      aria-label={t('model.status')}
      data-testid="model-status"
      data-state={model?.state ?? 'none'}
    >
      <StatusIcon model={model} />
      <div className={classes['words']}>
        <StatusWords model={model} known={known} />
      </div>
    </div>
  );
}

function StatusIcon({ model }: { readonly model: ModelEntry | undefined }) {
  if (model?.state === 'ready') return <IconCircleCheck className={classes['ready']} size={20} />;
  if (model?.state === 'failed')
    return <IconAlertTriangle className={classes['failed']} size={20} />;
  if (model && isBusy(model)) return <Loader size={18} />;
  return <IconCircleDashed className={classes['none']} size={20} />;
}

function StatusWords({ model, known }: ModelStatusProps) {
  const { t, bytes } = useWords();
  const permitted = usePage(({ settings }) => settings?.loadsOnDemand ?? false);
  const onDemand = model !== undefined && loadsOnDemand(model, permitted);
  if (!model) return <Text size="sm">{known ? t('model.noModels') : t('model.asking')}</Text>;
  const { state, name } = model;
  if (state === 'ready')
    return (
      <Text size="sm" fw={550} className="break">
        {model.bytes === undefined
          ? t('model.readyNoSize', { name })
          : t('model.ready', { name, size: bytes(model.bytes) })}
      </Text>
    );
  if (state === 'available')
    return (
      <>
        <Text size="sm" fw={550}>
          {t('model.none')}
        </Text>
        <Text size="xs" c="var(--quiet)">
          {t(onDemand ? 'model.onDemandHint' : 'model.noneHint')}
        </Text>
      </>
    );
  if (state === 'failed') return <Failure model={model} />;
  return <Working model={model} />;
}

function Failure({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords();
  return (
    <>
      <Text size="sm" fw={550} className="break">
        {t('model.failed', { name: model.name })}
      </Text>
      {model.error && (
        <>
          <Text size="sm">{problemText(model.error, t)}</Text>
          <Text size="xs" c="var(--quiet)" lang="en" className="break">
            {model.error.detail ?? model.error.title} ({model.error.code})
          </Text>
        </>
      )}
    </>
  );
}

function Working({ model }: { readonly model: ModelEntry }) {
  const { t, bytes } = useWords();
  if (!isBusy(model)) return null;
  const { state, name, progress } = model;
  const { done = 0, total = 0, unit } = progress ?? {};
  const amount = unit === 'bytes' ? bytes : String;
  return (
    <>
      <Text size="sm" fw={550} className="break">
        {t(`model.${state}`, { name })}
      </Text>
      {total > 0 && (
        <>
          <Progress
            value={(100 * done) / total}
            mt={6}
            aria-label={t(`model.${state}`, { name })}
          />
          <Text size="xs" c="var(--quiet)" mt={4} className="numbers">
            {t('model.progress', { done: amount(done), total: amount(total) })}
          </Text>
        </>
      )}
    </>
  );
}
