import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { HAS_SERVER } from '../backend/backend-store.ts';
import { CopyButton } from '../common/copy-button.tsx';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { shownJob, useSession } from '../state/session-store.ts';
import { Snippet } from './snippet.tsx';
import { snippets } from './snippets.ts';

const DEFAULT_MODEL = 'wav2vec2-mini';
const DEFAULT_FILE = 'recording.wav';

/** Where a server listens that a visitor starts. */
const OWN_SERVER = 'http://127.0.0.1:8770';

/** How to call the server from programs, with what the page did last. */
export function ApiView() {
  const { t } = useWords();
  const origin = HAS_SERVER ? location.origin : OWN_SERVER;
  const model = useModels((state) => chosenModel(state)?.id ?? DEFAULT_MODEL);
  const needsToken = usePage(({ settings }) => settings?.needsToken ?? false);
  const file = useSession((state) => shownJob(state)?.name ?? DEFAULT_FILE);
  const calls = snippets({ origin, model, file, needsToken });
  return (
    <Panel heading={t('api.heading')} testId="api">
      <Stack gap="lg">
        <Text size="sm" c="var(--quiet)">
          {t('api.intro')}
        </Text>
        {!HAS_SERVER && (
          <Text size="sm">
            {t('api.noServer')} <Code>npx wav2emo serve</Code>
          </Text>
        )}
        <Group gap="sm">
          <Text size="sm" fw={550}>
            {t('api.address')}
          </Text>
          <Code>{origin}</Code>
          <CopyButton text={origin} label={t('api.copy')} />
          {HAS_SERVER && (
            <Anchor href="/docs" target="_blank" rel="noreferrer" size="sm">
              {t('api.openapi')} <IconExternalLink size={13} aria-hidden />
            </Anchor>
          )}
        </Group>
        <Snippet testId="rest" heading={t('api.rest')} hint={t('api.restHint')} code={calls.rest} />
        <Snippet testId="fetch" heading={t('api.fetch')} code={calls.fetch} />
        <Snippet
          testId="requests"
          heading={t('api.requests')}
          hint={<Install command="pip install requests" />}
          code={calls.requests}
        />
        <Snippet
          testId="curl"
          heading={t('api.gradioCurl')}
          hint={t('api.gradioCurlHint')}
          code={calls.curl}
        />
        <Snippet
          testId="javascript"
          heading={t('api.javascript')}
          hint={<Install command="npm install @gradio/client" />}
          code={calls.javascript}
        />
        <Snippet
          testId="python"
          heading={t('api.python')}
          hint={<Install command="pip install gradio_client" />}
          code={calls.python}
        />
      </Stack>
    </Panel>
  );
}

function Install({ command }: { readonly command: string }) {
  const { t } = useWords();
  return (
    <>
      {t('api.install')}
      <Code>{command}</Code>
    </>
  );
}
