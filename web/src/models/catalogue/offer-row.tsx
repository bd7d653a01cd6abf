import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import type { ModelEntry } from '../../api/types.ts';
import { useBackend } from '../../backend/backend-store.ts';
import { Facts } from '../../common/facts.tsx';
import { useWords } from '../../i18n/use-words.ts';
import classes from './catalogue.module.css';
import type { Offer } from './offer.ts';
import { OfferFigures } from './offer-figures.tsx';
import { useOfferFacts } from './use-offer-facts.ts';

type OfferRowProps = {
  readonly offer: Offer;
  readonly onChoose: (model: ModelEntry) => void;
};

/** One model: its facts with their source, what to watch out for, and the button that chooses it. */
export function OfferRow({ offer, onChoose }: OfferRowProps) {
  const { t, language } = useWords();
  const { repository, link, caution, recommendedFor, figures, labels } = offer;
  return (
    <li className={classes['offer']} data-testid="offer" data-model={repository}>
      <div className={classes['head']}>
        <div className={classes['name']}>
          <Text fw={600} size="sm" className="break">
            {repository}
          </Text>
          <Group gap={8}>
            {recommendedFor && (
              <Badge
                variant="light"
                tt="none"
                classNames={{
                  root: classes['badge'] ?? '',
                  label: classes['badge-label'] ?? '',
                }}
              >
                {t(`catalogue.purpose.${recommendedFor}`)}
              </Badge>
            )}
            {link === undefined ? (
              <Text size="xs" c="var(--quiet)">
                {t('catalogue.embedded')}
              </Text>
            ) : (
              <Anchor href={link} target="_blank" rel="noreferrer" size="xs" c="var(--strong)">
                {t('catalogue.page')}
              </Anchor>
            )}
          </Group>
        </div>
        <Choice offer={offer} onChoose={onChoose} />
      </div>
      <Facts facts={useOfferFacts(offer)} />
      <OfferFigures figures={figures} labels={labels} />
      {caution && (
        <Text size="sm" mt="xs">
          <b>{t('catalogue.caution')}</b> {caution[language]}
        </Text>
      )}
    </li>
  );
}

/** The button that chooses the model, or why it cannot be chosen. */
function Choice({ offer, onChoose }: OfferRowProps) {
  const { t } = useWords();
  const { entry, opens, repository } = offer;
  const isDevice = useBackend(({ kind }) => kind === 'device');
  if (!entry)
    return (
      <Text size="xs" c="var(--quiet)" className={classes['refused']}>
        {isDevice && opens === 'yes'
          ? t('backend.notOffered')
          : t(`catalogue.unavailable.${opens}`)}
      </Text>
    );
  return (
    <Button
      className={classes['touch'] ?? ''}
      size="compact-sm"
      variant="default"
      aria-label={t('catalogue.chooseNamed', { name: repository })}
      onClick={() => {
        onChoose(entry);
      }}
    >
      {t('catalogue.choose')}
    </Button>
  );
}
