import { Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { ModelEntry } from '../../api/types.ts';
import { useBackend } from '../../backend/backend-store.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useModels } from '../../state/models-store.ts';
import { CatalogueFilters } from './catalogue-filters.tsx';
import classes from './catalogue.module.css';
import { makeOffers, type Offer } from './offer.ts';
import { OfferRow } from './offer-row.tsx';
import { NO_SEARCH, searchOffers } from './search-offers.ts';

type CatalogueDialogProps = {
  readonly onClose: () => void;
  readonly onChoose: (model: ModelEntry) => void;
};

/** The models that are known, with search, filters and recommendations. */
export function CatalogueDialog({ onClose, onChoose }: CatalogueDialogProps) {
  const { t } = useWords();
  const isDevice = useBackend(({ kind }) => kind === 'device');
  const isNarrow = useMediaQuery('(max-width: 40em)');
  const models = useModels((state) => state.models);
  const offers = useMemo(() => makeOffers(models ?? []), [models]);
  const [search, setSearch] = useState(NO_SEARCH);
  const found = searchOffers(offers, search);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('catalogue.heading')}
      size="xl"
      fullScreen={isNarrow}
      closeButtonProps={{ 'aria-label': t('close'), ...(isNarrow && { size: 'xl', iconSize: 20 }) }}
      data-testid="catalogue"
    >
      <Stack gap="md">
        <Text size="sm">{t('catalogue.what')}</Text>
        <CatalogueFilters offers={offers} search={search} onSearch={setSearch} />
        {offers.some(isWithheld) && (
          <Text size="xs" c="var(--quiet)" data-testid="withheld">
            {t(isDevice ? 'backend.withheld' : 'catalogue.withheld')}{' '}
            <code>npx wav2emo serve --hub-models known</code>
          </Text>
        )}
        <Text size="xs" c="var(--quiet)" role="status" data-testid="found">
          {found.length === 0 ? t('catalogue.nothing') : t('catalogue.found', count(found, offers))}
        </Text>
        <ul className={classes['list']} aria-label={t('catalogue.heading')}>
          {found.map((offer) => (
            <OfferRow key={offer.repository} offer={offer} onChoose={onChoose} />
          ))}
        </ul>
      </Stack>
    </Modal>
  );
}

/** Whether a model would open but is not on the server's list. */
function isWithheld({ opens, entry }: Offer): boolean {
  return opens === 'yes' && !entry;
}

function count(found: readonly Offer[], all: readonly Offer[]) {
  return { count: found.length, total: all.length };
}
