import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { CopyButton } from '../common/copy-button.tsx';
import { Panel } from '../common/panel.tsx';
import { useWords } from '../i18n/use-words.ts';
import { chosenModel, useModels } from '../state/models-store.ts';
import { Snippet } from './snippet.tsx';
import { snippets } from './snippets.ts';

const DEFAULT_MODEL = 'wav2vec2-mini';

/** How to use the server from programs. */
export function ApiView() {
  const { t } = useWords();
  const { origin } = location;
  const model = useModels((state) => chosenModel(state)?.id ?? DEFAULT_MODEL);
  const { rest, curl, javascript, python } = snippets(origin, model);
  return (
    <Panel heading={t('api.heading')} testId="api">
      <Stack gap="lg">
        <Text size="sm" c="var(--quiet)">
          {t('api.intro')}
        </Text>
        <Group gap="sm">
          <Text size="sm" fw={550}>
            {t('api.address')}
          </Text>
          <Code>{origin}</Code>
          <CopyButton text={origin} label={t('api.copy')} />
          <Anchor href="/docs" target="_blank" rel="noreferrer" size="sm">
            {t('api.openapi')} <IconExternalLink size={13} aria-hidden />
          </Anchor>
        </Group>
        <Snippet testId="rest" heading={t('api.rest')} hint={t('api.restHint')} code={rest} />
        <Snippet
          testId="curl"
          heading={t('api.gradioCurl')}
          hint={t('api.gradioCurlHint')}
          code={curl}
        />
        <Snippet
          testId="javascript"
          heading={t('api.javascript')}
          hint={<Install command="npm install @gradio/client" />}
          code={javascript}
        />
        <Snippet
          testId="python"
          heading={t('api.python')}
          hint={<Install command="pip install gradio_client" />}
          code={python}
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
