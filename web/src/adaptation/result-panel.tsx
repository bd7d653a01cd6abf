import { Alert, Stack, Table, Text } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { AdaptationResult, AdaptationView } from '../api/adaptations.ts';
import { Panel } from '../common/panel.tsx';
import { WideTable } from '../common/wide-table.tsx';
import { problemText } from '../i18n/problem-text.ts';
import { useAdaptation } from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';
import { useGainWords } from './gain-words.ts';
import { NewModel } from './new-model.tsx';

/** What came of an adaptation: the gain in words with intervals, or why there is no new model. */
export function ResultPanel() {
  const { t } = useAdaptationWords();
  const phase = useAdaptation((state) => state.phase);
  if (phase.name !== 'finished') return null;
  const { view } = phase;
  const { result } = view;
  return (
    <Panel heading={t(result?.isBetter ? 'better' : 'notBetter')} testId="adaptation-result">
      {result && (
        <Stack gap="md">
          <Verdict result={result} />
          <Recalls result={result} />
          {result.isBetter && (
            <>
              <NewModel key={view.id} view={view} />
              <Card card={result.card} />
            </>
          )}
          <Failures view={view} />
        </Stack>
      )}
    </Panel>
  );
}

function Card({ card }: { readonly card: string }) {
  const { t } = useAdaptationWords();
  return (
    <details>
      <summary className={classes['summary']}>{t('card')}</summary>
      <pre className={classes['card']} tabIndex={0} lang="en">
        {card}
      </pre>
    </details>
  );
}

function Verdict({ result }: { readonly result: AdaptationResult }) {
  const words = useGainWords(result);
  const Icon = result.isBetter ? IconCircleCheck : IconInfoCircle;
  return (
    <Alert
      role="status"
      color={result.isBetter ? 'teal' : 'orange'}
      icon={<Icon />}
      title={words.title}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      data-testid="adaptation-gain"
    >
      <Stack gap={4}>
        {words.lines.map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function Recalls({ result }: { readonly result: AdaptationResult }) {
  const { t, name, share } = useAdaptationWords();
  return (
    <WideTable label={t('recalls')} room={240} captionSide="top" data-testid="adaptation-recalls">
      <Table.Caption c="var(--quiet)">{t('recalls')}</Table.Caption>
      <Table.Tbody>
        {result.labels.map((label, at) => (
          <Table.Tr key={label.id}>
            <Table.Th scope="row">{name(label)}</Table.Th>
            <Table.Td className="numbers">{share(result.recalls[at] ?? 0)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Failures({ view: { failures } }: { readonly view: AdaptationView }) {
  const { t, page } = useAdaptationWords();
  if (failures.length === 0) return null;
  return (
    <Alert color="orange" title={t('failures', { count: failures.length })}>
      <ul data-testid="adaptation-failures">
        {failures.map(({ place, file, error }) => (
          <li key={place} className="break">
            {file}: {problemText(error, page)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
