import { filterModels } from './known.ts';
import type { Offer, Purpose } from './offer.ts';

/** What the visitor looks for; an empty text stands for no condition. */
export type OfferSearch = {
  readonly text: string;
  readonly language: string;
  /** A licence as {@link licenceKey} writes it, or `commercial` for all that allow commercial use. */
  readonly licence: string;
  readonly purpose: Purpose | undefined;
  /** Whether models that do not open are left out. */
  readonly opens: boolean;
};

/** The value of the licence filter for all licences that allow commercial use. */
export const COMMERCIAL = 'commercial';

/** Every model that opens. */
export const NO_SEARCH: OfferSearch = {
  ...{ text: '', language: '', licence: '', purpose: undefined, opens: true },
};

/** The offers that fit a search, in their order. */
export function searchOffers(offers: readonly Offer[], search: OfferSearch): readonly Offer[] {
  const { text, language, licence, purpose, opens } = search;
  const found = filterModels(offers, {
    words: text.split(/\s+/).filter((word) => word !== ''),
    ...(language !== '' && { language }),
    commercialUse: licence === COMMERCIAL,
    opens,
  });
  return found.filter(
    (offer) =>
      (licence === '' || licence === COMMERCIAL || licenceKey(offer.licence) === licence) &&
      (purpose === undefined || offer.recommendedFor === purpose),
  );
}

/** A licence without the differences in which publishers write it; empty if none is stated. */
export function licenceKey(licence = ''): string {
  return licence.toLowerCase().replaceAll(' ', '-');
}

/** The licences of the offers, each once, by {@link licenceKey}. */
export function licencesOf(offers: readonly Offer[]): ReadonlyMap<string, string> {
  const named = offers.flatMap(({ licence }) => (licence === undefined ? [] : [licence]));
  const byKey = new Map(named.map((licence) => [licenceKey(licence), licence]));
  return new Map([...byKey].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The languages that the offers were trained on (ISO 639-1), each once. */
export function languagesOf(offers: readonly Offer[]): readonly string[] {
  return [...new Set(offers.flatMap(({ languages }) => languages))].sort();
}
