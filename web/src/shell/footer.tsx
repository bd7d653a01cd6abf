import { Anchor, Container, Text } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';

/** The footer: what a label means, and where recordings are processed. */
export function Footer() {
  const { t } = useWords();
  return (
    <Container component="footer" size={1120} px={{ base: 'md', sm: 'xl' }} pt="sm" pb={48}>
      <Text size="sm" c="var(--quiet)" maw="52rem">
        {t('foot.caution')}
      </Text>
      <Text size="sm" c="var(--quiet)" maw="52rem" mt={4}>
        {t('foot.privacy')}
      </Text>
      <Anchor
        href="/licences.txt"
        size="sm"
        c="var(--quiet)"
        underline="always"
        mt={4}
        display="inline-block"
      >
        {t('foot.licences')}
      </Anchor>
    </Container>
  );
}
