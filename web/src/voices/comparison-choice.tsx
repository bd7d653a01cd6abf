import { Button, NativeSelect, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { ModelEntry } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import {
  chooseComparison,
  comparisonKey,
  parseComparison,
  useComparison,
} from '../state/comparison.ts';
import { folderOf } from '../state/group-jobs.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { useSession } from '../state/session-store.ts';
import { effectiveComparison, voicesOf } from './effective-comparison.ts';
import { useVoices } from './voices-store.ts';
import classes from './voices.module.css';

/** The dialog and the recorder in it are fetched when it is opened. */
const VoicesDialog = lazy(async () => ({
  default: (await import('./voices-dialog.tsx')).VoicesDialog,
}));

/** Chooses the voice that recordings are compared with; quiet if the model compares with none. */
export function ComparisonChoice() {
  const { t } = useWords();
  const model = useModels(chosenModel);
  if (!model) return null;
  if (model.comparesVoices === false)
    return (
      <Text size="xs" c="var(--quiet)" data-testid="no-comparison">
        {t('voices.unsupported', { model: model.name })}
      </Text>
    );
  return <Choice model={model} />;
}

function Choice({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords();
  const [opened, { open, close }] = useDisclosure(false);
  const running = useSession((state) => state.running);
  const voices = useVoices((state) => state.voices);
  const chosen = useComparison();
  const data = useOptions(model);
  const usable = voicesOf(model, voices ?? []);
  const hasOthers = (voices?.length ?? 0) > usable.length;
  return (
    <div className={classes['choice']} data-testid="comparison">
      <div className={classes['line']}>
        <NativeSelect
          className={classes['select'] ?? ''}
          label={t('voices.choose')}
          data={data}
          disabled={running}
          value={comparisonKey(effectiveComparison(model, chosen, voices))}
          onChange={({ currentTarget }) => {
            chooseComparison(parseComparison(currentTarget.value));
          }}
        />
        <Button variant="default" leftSection={<IconUsers size={16} />} onClick={open}>
          {t(usable.length === 0 ? 'voices.add' : 'voices.manage')}
        </Button>
      </div>
      <Text size="xs" c="var(--quiet)" mt={4}>
        {t(hasOthers && usable.length === 0 ? 'voices.otherModel' : 'voices.why')}
      </Text>
      {opened && (
        <Suspense fallback={<Skeleton height={1} />}>
          <VoicesDialog model={model} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

/** What a model can compare with: nothing, its voices, and the given files with each other. */
function useOptions(model: ModelEntry) {
  const { t } = useWords();
  const voices = useVoices((state) => state.voices);
  const count = useSession(({ jobs }) => jobs.length);
  const folders = useSession(({ jobs }) => new Set(jobs.map(({ name }) => folderOf(name))).size);
  const { kind } = useComparison();
  return [
    { value: 'none', label: t('voices.none') },
    ...voicesOf(model, voices ?? []).map(({ id, name, baseline }) => ({
      value: comparisonKey({ kind: 'voice', voiceId: id }),
      label: t('voices.option', { name, seconds: Math.round(baseline.seconds) }),
    })),
    ...(count > 1 || kind === 'list' ? [{ value: 'list', label: t('voices.list') }] : []),
    ...(folders > 1 || kind === 'folders'
      ? [{ value: 'folders', label: t('voices.folders') }]
      : []),
  ];
}
