import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconPower, IconShieldQuestion } from '@tabler/icons-react';
import type { ModelEntry } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';
import { isBusy, requestLoad, requestUnload } from '../state/models-store.ts';
import { usePage } from '../state/page-store.ts';
import { DownloadDialog } from './download-dialog.tsx';
import { TrustDialog } from './trust-dialog.tsx';

/** Loads a model, after a question if it must be downloaded; unloads one that is ready. */
export function LoadButton({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords();
  const [asking, { open, close }] = useDisclosure(false);
  if (model.state === 'ready')
    return (
      <Button
        variant="default"
        leftSection={<IconPower size={16} />}
        onClick={() => void requestUnload(model.id)}
      >
        {t('model.unload')}
      </Button>
    );
  if (model.error?.code === 'checkpoint-untrusted') return <TrustButton model={model} />;
  const load = () => void requestLoad(model.id);
  return (
    <>
      <Button
        leftSection={<IconDownload size={16} />}
        loading={isBusy(model)}
        onClick={model.isInstalled ? load : open}
      >
        {t(model.state === 'failed' ? 'model.retry' : 'model.load')}
      </Button>
      {asking && <DownloadDialog model={model} onClose={close} onConfirm={load} />}
    </>
  );
}

/** Asks before a graph that somebody else wrote is used; a visitor who may not load models is not asked. */
function TrustButton({ model }: { readonly model: ModelEntry }) {
  const { t } = useWords();
  const [asking, { open, close }] = useDisclosure(false);
  const mayLoad = usePage(({ settings }) => settings?.loadsModels ?? true);
  if (!mayLoad) return null;
  return (
    <>
      <Button leftSection={<IconShieldQuestion size={16} />} onClick={open}>
        {t('model.trust')}
      </Button>
      {asking && (
        <TrustDialog
          model={model}
          onClose={close}
          onConfirm={() => void requestLoad(model.id, true)}
        />
      )}
    </>
  );
}
