import type { Fact } from '../../common/facts.tsx';
import { HTML_LANG } from '../../i18n/language.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Offer } from './offer.ts';

/** The facts of a model in words; those that no source states are left out, except for the licence. */
export function useOfferFacts(offer: Offer): readonly Fact[] {
  const { t, language } = useWords();
  const { architecture, labels, languages, trainingData } = offer;
  const nameOf = new Intl.DisplayNames(HTML_LANG[language], { type: 'language' });
  const list = (names: readonly string[]) => names.join(t('catalogue.comma'));
  const facts = [
    { name: t('card.architecture'), value: architecture },
    { name: t('card.size'), value: useSize(offer) },
    { name: t('card.licence'), value: useLicence(offer) },
    { name: t('card.labels'), value: list(labels) },
    {
      name: t('catalogue.language'),
      value: list(languages.map((code) => nameOf.of(code) ?? code)),
    },
    { name: t('catalogue.trainingData'), value: list(trainingData) },
  ];
  return facts.filter(({ value }) => value !== '');
}

function useLicence({ licence, commercialUse }: Offer): string {
  const { t } = useWords();
  if (licence === undefined) return t('model.licenceUnknown');
  if (commercialUse === undefined) return licence;
  const use = t(commercialUse ? 'catalogue.commercial.yes' : 'catalogue.commercial.no');
  return t('catalogue.licenceUse', { licence, use });
}

function useSize({ parametersMillions: millions, bytes: size }: Offer): string {
  const { t, number, bytes } = useWords();
  // Chinese counts in units of 10,000.
  const rounded = (value: number) => number(value, value < 10 ? 1 : 0);
  const parts = [
    ...(millions === undefined
      ? []
      : [
          t('catalogue.parameters', {
            millions: rounded(millions),
            tenThousands: number(100 * millions, 0),
          }),
        ]),
    ...(size === undefined ? [] : [bytes(size)]),
  ];
  return parts.join(t('catalogue.comma'));
}
