import './mantine.ts';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startTexts } from './i18n/i18n.ts';
import { startServiceWorker } from './site/start-service-worker.ts';
import { askBeforeLeaving } from './state/ask-before-leaving.ts';
import { keepSession } from './state/keep-session.ts';
import { followModels } from './state/models-store.ts';
import { followPageSettings } from './state/page-store.ts';
import { followRoute } from './state/route.ts';
import { theme } from './theme.ts';
import { readVoices } from './voices/voices-store.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await startTexts();
followRoute();
followModels();
askBeforeLeaving();
startServiceWorker();
void followPageSettings();
void keepSession();
void readVoices();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
