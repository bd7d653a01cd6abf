import { Table, Text } from '@mantine/core';
import type { BundleManifest } from '../api/types.ts';
import { WideTable } from '../common/wide-table.tsx';
import { figureName, protocolText } from '../i18n/protocol-text.ts';
import { useWords } from '../i18n/use-words.ts';

/** The measured figures of a model, each with its protocol. */
export function FigureTable({ figures }: Pick<BundleManifest, 'figures'>) {
  const { t, number, language } = useWords();
  if (figures.length === 0)
    return (
      <Text size="sm" c="var(--quiet)">
        {t('card.noFigures')}
      </Text>
    );
  return (
    <>
      <WideTable label={t('card.figures')} room={0} withCards className="numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('card.figure')}</Table.Th>
            <Table.Th>{t('card.value')}</Table.Th>
            <Table.Th>{t('card.interval')}</Table.Th>
            <Table.Th>{t('card.protocol')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map(({ name, value, interval, protocol }) => (
            <Table.Tr key={`${name} ${protocol}`}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{figureName(name, language)}</Table.Td>
              <Table.Td data-name={t('card.value')}>{number(value, 3)}</Table.Td>
              <Table.Td data-name={t('card.interval')} style={{ whiteSpace: 'nowrap' }}>
                {interval?.map((bound) => number(bound, 3)).join(' – ') ?? '–'}
              </Table.Td>
              <Table.Td fz="xs" c="var(--quiet)">
                {protocolText(protocol, language)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      <Text size="xs" c="var(--quiet)" mt={4}>
        {t('card.figuresHint')}
      </Text>
    </>
  );
}
