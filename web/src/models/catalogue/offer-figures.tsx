import { Text } from '@mantine/core';
import { useWords } from '../../i18n/use-words.ts';
import classes from './catalogue.module.css';
import type { Offer, OfferFigure } from './offer.ts';

/** The figures of a model with their protocols. */
export function OfferFigures({ figures, labels }: Pick<Offer, 'figures' | 'labels'>) {
  const sentence = useSentence(labels.length);
  return figures.map((figure) => (
    <Text key={`${figure.kind} ${figure.value}`} size="sm" className={classes['figure']}>
      {sentence(figure)}
    </Text>
  ));
}

function useSentence(classes: number) {
  const { t, percent, language } = useWords();
  return (figure: OfferFigure): string =>
    figure.kind === 'published'
      ? t('catalogue.published', {
          name: t(`catalogue.figure.${figure.name}`),
          value: percent(figure.value),
          protocol: figure.protocol[language],
        })
      : t('catalogue.measured', {
          value: percent(figure.value),
          low: percent(figure.lowest),
          high: percent(figure.highest),
          corpora: figure.corpora,
          classes,
        });
}
