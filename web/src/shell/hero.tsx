import { Text, Title } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

/** The title and the line of explanation. */
export function Hero() {
  const { t } = useWords();
  return (
    <div className="hero">
      <Title order={1} fz={{ base: '1.5rem', sm: '2rem' }} lh={1.25} mb="xs" textWrap="balance">
        {t('title')}
      </Title>
      <Text c="var(--quiet)" maw="48rem" style={{ textWrap: 'pretty' }}>
        {t('explanation')}
      </Text>
    </div>
  );
}
