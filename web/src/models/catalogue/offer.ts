import type { Bilingual } from '@engine/findings.js';
import type { KnownModel, SearchedFacts } from '@engine/catalogue/index.js';
import type { ModelEntry } from '../../api/types.ts';
import { unseenFigures } from '../unseen-figures.ts';
import { KNOWN_MODELS } from './known.ts';

/** What a model can be recommended for. */
export type Purpose = NonNullable<KnownModel['recommendedFor']>;

/** The purposes in the order of their buttons. */
export const PURPOSES: readonly Purpose[] = ['unknown voices', 'small size', 'arousal and valence'];

/** A figure of a model: one that others published, or the mean over the corpora left out of training. */
export type OfferFigure =
  | {
      readonly kind: 'published';
      readonly name: KnownModel['figures'][number]['name'];
      readonly value: number;
      readonly protocol: Bilingual;
    }
  | {
      readonly kind: 'measured';
      readonly value: number;
      readonly lowest: number;
      readonly highest: number;
      readonly corpora: number;
    };

/** A model of the chooser: one that is part of the installation, or one of the catalogue. */
export type Offer = SearchedFacts & {
  /** Its page; absent if it is part of the installation. */
  readonly link?: string;
  /** Size of its files; absent if it is not known. */
  readonly bytes?: number;
  readonly figures: readonly OfferFigure[];
  /** Its entry on the server's list; absent if the server does not offer it. */
  readonly entry?: ModelEntry;
};

/** The models of the installation, then those of the catalogue, each with its entry on the server's list. */
export function makeOffers(entries: readonly ModelEntry[]): readonly Offer[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return [...recommend(entries.flatMap(installedOffer)), ...KNOWN_MODELS.map(knownOffer(byId))];
}

function knownOffer(byId: ReadonlyMap<string, ModelEntry>) {
  return ({ figures, ...model }: KnownModel): Offer => {
    const entry = byId.get(model.repository);
    return {
      ...model,
      figures: figures.map((figure) => ({ kind: 'published', ...figure })),
      ...(entry && { entry }),
      ...(entry?.bytes !== undefined && { bytes: entry.bytes }),
    };
  };
}

function installedOffer(entry: ModelEntry): Offer[] {
  const { manifest, bytes } = entry;
  if (entry.origin !== 'embedded' || !manifest) return [];
  const { labels, architecture, licence, figures } = manifest;
  const commercialUse = licence === undefined ? undefined : allowsCommercialUse(licence);
  return [
    {
      repository: entry.id,
      architecture: architecture.type,
      labels: labels.map(({ id }) => id),
      languages: [],
      trainingData: [],
      parametersMillions: architecture.parameters / 1e6,
      opens: 'yes',
      entry,
      figures: unseenFigures(figures)
        .filter(({ compared }) => compared === 'nothing')
        .map(({ mean, lowest, highest, corpora }) => ({
          ...{ kind: 'measured', value: mean, lowest, highest, corpora },
        })),
      ...(licence !== undefined && { licence }),
      ...(commercialUse !== undefined && { commercialUse }),
      ...(bytes !== undefined && { bytes }),
    },
  ];
}

/** Whether a licence that is known by its identifier allows commercial use. */
function allowsCommercialUse(licence: string): boolean | undefined {
  if (/\bnc\b/i.test(licence)) return false;
  return /^(apache-2\.0|mit|cc0-1\.0|cc-by(-sa)?-4\.0)$/i.test(licence) ? true : undefined;
}

/**
 * Recommends the best and the smallest of the models that are measured on the most corpora: means over
 * other corpora cannot be compared.
 */
function recommend(offers: readonly Offer[]): readonly Offer[] {
  const most = Math.max(...offers.map(corporaOf));
  const measured = offers.filter((offer) => corporaOf(offer) === most && most > 0);
  const best = lowestOf(measured, ({ figures }) => -(figures[0]?.value ?? 0));
  const smallest = lowestOf(measured, ({ bytes = Infinity }) => bytes);
  return offers.map((offer) => {
    if (offer === best) return { ...offer, recommendedFor: 'unknown voices' };
    return offer === smallest ? { ...offer, recommendedFor: 'small size' } : offer;
  });
}

function corporaOf({ figures: [figure] }: Offer): number {
  return figure?.kind === 'measured' ? figure.corpora : 0;
}

function lowestOf(offers: readonly Offer[], score: (offer: Offer) => number): Offer | undefined {
  return [...offers].sort((one, other) => score(one) - score(other))[0];
}
