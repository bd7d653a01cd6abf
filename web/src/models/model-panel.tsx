import { Button, Collapse, Group, Select, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ModelEntry } from '../api/types.ts';
import { useBackend } from '../backend/backend-store.ts';
import { Panel } from '../common/panel.tsx';
import { ProblemNotice } from '../common/problem-notice.tsx';
import { useWords } from '../i18n/use-words.ts';
import { chooseModel, chosenModel, useModels } from '../state/models-store.ts';
import { CatalogueButton } from './catalogue/catalogue-button.tsx';
import { LoadButton } from './load-button.tsx';
import { ModelCard } from './model-card.tsx';
import { ModelStatus } from './model-status.tsx';
import { OwnModelButton } from './own/own-model-button.tsx';

/** Chooses and loads a model and shows what is known about it; one line on a phone if it is ready. */
export function ModelPanel() {
  const { t } = useWords();
  const models = useModels((state) => state.models);
  const refusal = useModels((state) => state.refusal);
  const chosen = useModels(chosenModel);
  const isNarrow = useMediaQuery('(max-width: 40em)');
  const [opened, { open }] = useDisclosure(false);
  if (isNarrow && !opened && chosen?.state === 'ready')
    return <ReadyLine model={chosen} onChange={open} />;
  return (
    <Panel heading={t('model.heading')} testId="model-panel">
      <Stack gap="md">
        <div className="model-row">
          {models && models.length > 0 && <ModelChoice models={models} chosen={chosen} />}
          {chosen && <LoadButton key={chosen.id} model={chosen} />}
          <ModelStatus model={chosen} known={models !== undefined} />
        </div>
        {refusal && <ProblemNotice title={t('result.failedHeading')} problem={refusal} />}
        {chosen && <CardToggle model={chosen} />}
      </Stack>
    </Panel>
  );
}

type ReadyLineProps = { readonly model: ModelEntry; readonly onChange: () => void };

function ReadyLine({ model, onChange }: ReadyLineProps) {
  const { t } = useWords();
  return (
    <section className="model-line" aria-label={t('model.heading')} data-testid="model-panel">
      <ModelStatus model={model} known />
      <Button variant="subtle" size="compact-sm" aria-expanded={false} onClick={onChange}>
        {t('model.change')}
      </Button>
    </section>
  );
}

type ModelChoiceProps = {
  readonly models: readonly ModelEntry[];
  readonly chosen: ModelEntry | undefined;
};

function ModelChoice({ models, chosen }: ModelChoiceProps) {
  const { t } = useWords();
  return (
    <Select
      label={t('model.choose')}
      data={models.map(({ id, name, origin }) => ({
        value: id,
        label: `${name} · ${t(`model.origin.${origin}`)}`,
      }))}
      value={chosen?.id ?? null}
      onChange={(id) => {
        if (id !== null) chooseModel(id);
      }}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function CardToggle({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords();
  const [opened, { toggle }] = useDisclosure(false);
  const isDevice = useBackend(({ kind }) => kind === 'device');
  return (
    <div>
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={opened}
          onClick={toggle}
          rightSection={opened ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
        >
          {opened ? t('card.hide') : t('card.show')}
        </Button>
        <CatalogueButton />
        {isDevice && <OwnModelButton />}
      </Group>
      {isDevice && (
        <Text size="xs" c="var(--quiet)" mt={4}>
          {t('model.ownHint')}
        </Text>
      )}
      <Collapse expanded={opened}>
        <ModelCard model={model} />
      </Collapse>
    </div>
  );
}
