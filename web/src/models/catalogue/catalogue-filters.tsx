import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useId } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { HTML_LANG } from '../../i18n/language.ts';
import classes from './catalogue.module.css';
import { type Offer, PURPOSES } from './offer.ts';
import { COMMERCIAL, languagesOf, licencesOf, type OfferSearch } from './search-offers.ts';

type CatalogueFiltersProps = {
  readonly offers: readonly Offer[];
  readonly search: OfferSearch;
  readonly onSearch: (search: OfferSearch) => void;
};

/** The recommendations, the search and the filters of the catalogue. */
export function CatalogueFilters(props: CatalogueFiltersProps) {
  return (
    <>
      <Recommendations {...props} />
      <Conditions {...props} />
    </>
  );
}

function Recommendations({ search, onSearch }: CatalogueFiltersProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div>
      <Text size="sm" fw={500} mb={4} id={id}>
        {t('catalogue.recommended')}
      </Text>
      <Group gap="xs" role="group" aria-labelledby={id}>
        {PURPOSES.map((purpose) => {
          const isOn = search.purpose === purpose;
          return (
            <Button
              key={purpose}
              className={classes['touch'] ?? ''}
              size="compact-sm"
              variant={isOn ? 'filled' : 'default'}
              aria-pressed={isOn}
              onClick={() => {
                onSearch({ ...search, purpose: isOn ? undefined : purpose });
              }}
            >
              {t(`catalogue.purpose.${purpose}`)}
            </Button>
          );
        })}
      </Group>
    </div>
  );
}

function Conditions({ offers, search, onSearch }: CatalogueFiltersProps) {
  const { t, language } = useWords();
  // On a phone the focus would open the keyboard, which hides half of the models.
  const hasKeys = !useMediaQuery('(pointer: coarse)', undefined, {
    getInitialValueInEffect: false,
  });
  const nameOf = new Intl.DisplayNames(HTML_LANG[language], { type: 'language' });
  return (
    <div className={classes['filters']}>
      <TextInput
        className={classes['search'] ?? ''}
        label={t('catalogue.search')}
        placeholder={t('catalogue.searchHint')}
        type="search"
        data-autofocus={hasKeys || undefined}
        leftSection={<IconSearch size={16} />}
        value={search.text}
        onChange={({ currentTarget }) => {
          onSearch({ ...search, text: currentTarget.value });
        }}
      />
      <NativeSelect
        label={t('catalogue.licence')}
        value={search.licence}
        data={[
          { value: '', label: t('catalogue.any') },
          { value: COMMERCIAL, label: t('catalogue.commercial.yes') },
          ...[...licencesOf(offers)].map(([value, label]) => ({ value, label })),
        ]}
        onChange={({ currentTarget }) => {
          onSearch({ ...search, licence: currentTarget.value });
        }}
      />
      <NativeSelect
        label={t('catalogue.language')}
        value={search.language}
        data={[
          { value: '', label: t('catalogue.any') },
          ...languagesOf(offers).map((code) => ({ value: code, label: nameOf.of(code) ?? code })),
        ]}
        onChange={({ currentTarget }) => {
          onSearch({ ...search, language: currentTarget.value });
        }}
      />
      <NativeSelect
        className={classes['shown'] ?? ''}
        label={t('catalogue.shown')}
        value={search.opens ? 'opens' : ''}
        data={[
          { value: 'opens', label: t('catalogue.shownOpens') },
          { value: '', label: t('catalogue.shownAll') },
        ]}
        onChange={({ currentTarget }) => {
          onSearch({ ...search, opens: currentTarget.value === 'opens' });
        }}
      />
    </div>
  );
}
