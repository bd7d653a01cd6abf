import { Badge, Group, List, Stack, Text, Title } from '@mantine/core';
import type { ModelEntry } from '../api/types.ts';
import { type Fact, Facts } from '../common/facts.tsx';
import { useWords } from '../i18n/use-words.ts';
import { FigureTable } from './figure-table.tsx';
import { modelTags } from './model-tags.ts';
import { TrustSummary } from './trust-summary.tsx';
import { unseenFigures } from './unseen-figures.ts';

/** What is known about a model: tags, classes, origin, figures, limits. */
export function ModelCard({ model }: { readonly model: ModelEntry }) {
  const { t, name } = useWords();
  const { manifest } = model;
  return (
    <Stack gap="md" pt="md" data-testid="model-card">
      <Group gap={6} role="list" aria-label={t('card.tags')}>
        {modelTags(model).map((tag) => (
          <Badge key={tag} role="listitem" variant="default" tt="none" fw={500}>
            {tag}
          </Badge>
        ))}
      </Group>
      <Facts facts={useFacts(model)} />
      {manifest ? (
        <>
          <Section heading={t('card.labels')}>
            <Text size="sm">
              {manifest.labels.map((label) => `${name(label)} (${label.id})`).join(' · ')}
            </Text>
          </Section>
          {unseenFigures(manifest.figures).length > 0 && (
            <Section heading={t('card.trust.heading')}>
              <TrustSummary manifest={manifest} />
            </Section>
          )}
          <Section heading={t('card.figures')}>
            <details className="figures">
              <summary>{t('card.figuresAll', { count: manifest.figures.length })}</summary>
              <FigureTable figures={manifest.figures} />
            </details>
          </Section>
        </>
      ) : (
        <Text size="sm" c="var(--quiet)">
          {t('card.noManifest')}
        </Text>
      )}
      <Section heading={t('card.limits')}>
        <List size="sm" spacing={4}>
          {t('card.limitsText', { returnObjects: true }).map((limit) => (
            <List.Item key={limit}>{limit}</List.Item>
          ))}
        </List>
      </Section>
    </Stack>
  );
}

function useFacts({ bytes: size, licence, revision, manifest }: ModelEntry): Fact[] {
  const { t, bytes, number } = useWords();
  const facts: (Fact | false)[] = [
    size !== undefined && { name: t('card.size'), value: bytes(size) },
    { name: t('card.licence'), value: licenceWords(licence ?? manifest?.licence, t) },
    revision !== undefined && { name: t('card.revision'), value: revision.slice(0, 12) },
  ];
  if (manifest) {
    const { architecture, input, provenance } = manifest;
    const milliseconds = number((1000 * input.minimumSamples) / input.sampleRate, 0);
    facts.push(
      { name: t('card.source'), value: provenance.source },
      {
        name: t('card.architecture'),
        value: t('card.architectureValue', {
          type: architecture.type,
          parameters: number(architecture.parameters, 0),
        }),
      },
      {
        name: t('card.input'),
        value: t('card.inputValue', { rate: input.sampleRate / 1000, milliseconds }),
      },
      { name: t('card.convertedBy'), value: provenance.convertedBy },
    );
  }
  return facts.filter((fact) => fact !== false);
}

/** A licence by its identifier, and what matters most about it to somebody with a business. */
function licenceWords(licence: string | undefined, t: Words['t']): string {
  if (licence === undefined) return t('model.licenceUnknown');
  return /\bnc\b/i.test(licence) ? t('card.nonCommercial', { licence }) : licence;
}

type Words = ReturnType<typeof useWords>;

type SectionProps = { readonly heading: string; readonly children: React.ReactNode };

function Section({ heading, children }: SectionProps) {
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {heading}
      </Title>
      {children}
    </div>
  );
}
