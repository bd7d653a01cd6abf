import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import type { AdaptationView } from '../api/adaptations.ts';
import { toProblem } from '../api/problem-error.ts';
import type { Problem } from '../api/types.ts';
import { backend, useBackend } from '../backend/backend-store.ts';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { chooseModel } from '../state/models-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';

/** Names that the server takes. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,79}$/u;

type Use =
  | { readonly kind: 'used'; readonly name: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Names the new model, and uses or downloads it. */
export function NewModel({ view }: { readonly view: AdaptationView }) {
  const { t } = useAdaptationWords();
  const isDevice = useBackend(({ kind }) => kind === 'device');
  const [text, setText] = useState(`${view.model.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-')}-adapted`);
  const [use, setUse] = useState<Use>();
  const name = text.trim();
  const isNamed = NAME.test(name);
  const run = async (work: () => Promise<void>) => {
    await work().catch((error: unknown) => {
      setUse({ kind: 'failed', problem: toProblem(error) });
    });
  };
  const load = async () => {
    await backend().loadAdapted(view.id, name);
    chooseModel(name);
    setUse({ kind: 'used', name });
  };
  return (
    <Stack gap="sm" data-testid="adaptation-model">
      <TextInput
        label={t('name')}
        value={text}
        maxLength={80}
        error={isNamed ? undefined : t('badName')}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
        }}
      />
      <Group gap="sm">
        <Button
          disabled={!isNamed}
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => void run(load)}
        >
          {t('use')}
        </Button>
        <Button
          variant="default"
          disabled={!isNamed}
          leftSection={<IconDownload size={16} />}
          onClick={() => {
            void run(() => backend().downloadAdapted(view.id, name));
          }}
        >
          {t('download')}
        </Button>
      </Group>
      <Text size="sm" c="var(--quiet)">
        {t(isDevice ? 'useHintDevice' : 'useHint')} {t('downloadHint')}
      </Text>
      <div role="status">
        {use?.kind === 'used' && <Text size="sm">{t('using', { name: use.name })}</Text>}
      </div>
      {use?.kind === 'failed' && <ProblemNotice title={t('useFailed')} problem={use.problem} />}
    </Stack>
  );
}
