import { Container, Stack } from '@mantine/core';
import { BackendSwitch } from './backend/backend-switch.tsx';
import { ModelPanel } from './models/model-panel.tsx';
import { ConnectionNotice } from './shell/connection-notice.tsx';
import { Footer } from './shell/footer.tsx';
import { Header } from './shell/header.tsx';
import { Hero } from './shell/hero.tsx';
import { Views } from './shell/views.tsx';
import { useWords } from './i18n/use-words.ts';

/** The whole page. */
export function App() {
  const { t } = useWords();
  return (
    <>
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <Header />
      <Container component="main" id="content" size={1120} px={{ base: 'md', sm: 'xl' }} pb="xl">
        <Stack gap="lg">
          <Hero />
          <BackendSwitch />
          <ConnectionNotice />
          <ModelPanel />
          <Views />
        </Stack>
      </Container>
      <Footer />
    </>
  );
}
