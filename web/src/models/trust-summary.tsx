import { List } from '@mantine/core';
import type { BundleManifest } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { unseenFigures } from './unseen-figures.ts';

/** How far results can be trusted, in words, from the figures on corpora left out of training. */
export function TrustSummary({ manifest }: { readonly manifest: BundleManifest }) {
  const { t, number } = useWords();
  const ofHundred = (share: number) => number(100 * share, 0);
  const found = unseenFigures(manifest.figures);
  const comparesVoices = found.some(({ compared }) => compared !== 'nothing');
  return (
    <List size="sm" spacing={4} data-testid="trust-summary">
      {found.map(({ compared, mean, lowest, highest, corpora }) => (
        <List.Item key={compared}>
          {t(`card.trust.${compared}`, {
            count: ofHundred(mean),
            low: ofHundred(lowest),
            high: ofHundred(highest),
            corpora,
            guess: ofHundred(1 / manifest.labels.length),
          })}
        </List.Item>
      ))}
      {comparesVoices && <List.Item>{t('card.trust.compare')}</List.Item>}
      <List.Item>{t('card.trust.uncertain')}</List.Item>
    </List>
  );
}
