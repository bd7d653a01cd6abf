import { Text, Title } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

/** The title and the line of explanation. */
export function Hero() {
  const { t } = useWords();
  return (
    <div>
      <Title order={1} fz={{ base: '1.55rem', sm: '2.1rem' }} lh={1.25} mb="xs">
        {t('title')}
      </Title>
      <Text c="var(--quiet)" maw="46rem">
        {t('explanation')}
      </Text>
    </div>
  );
}
