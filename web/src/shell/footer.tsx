import { Anchor, Container, Text } from '@mantine/core';
import { useBackend } from '../backend/backend-store.ts';
import { useWords } from '../i18n/use-words.ts';

/** The footer: what a label means, and where recordings are processed. */
export function Footer() {
  const { t } = useWords();
  const isDevice = useBackend(({ kind }) => kind === 'device');
  return (
    <Container component="footer" size={1120} px={{ base: 'md', sm: 'xl' }} pt="sm" pb={48}>
      <Text size="sm" c="var(--quiet)" maw="52rem">
        {t('foot.caution')}
      </Text>
      <Text size="sm" c="var(--quiet)" maw="52rem" mt={4}>
        {t(isDevice ? 'foot.privacyDevice' : 'foot.privacy')}
      </Text>
      <Anchor
        href="licences.txt"
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
