import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ModelEntry } from '../../api/types.ts';
import { useWords } from '../../i18n/use-words.ts';
import { chooseModel, isBusy, requestLoad } from '../../state/models-store.ts';
import { DownloadDialog } from '../download-dialog.tsx';

/** The dialog and the facts of the catalogue are fetched when it is opened. */
const CatalogueDialog = lazy(async () => ({
  default: (await import('./catalogue-dialog.tsx')).CatalogueDialog,
}));

/** Opens the catalogue; a model that is chosen there is loaded, after a question if it must be downloaded. */
export function CatalogueButton() {
  const { t } = useWords();
  const [opened, { open, close }] = useDisclosure(false);
  const [asked, setAsked] = useState<ModelEntry>();
  const choose = (model: ModelEntry) => {
    close();
    chooseModel(model.id);
    if (model.state === 'ready' || isBusy(model)) return;
    if (model.isInstalled) void requestLoad(model.id);
    else setAsked(model);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconListSearch size={14} />}
        onClick={open}
      >
        {t('catalogue.open')}
      </Button>
      {opened && (
        <Suspense fallback={<Skeleton height={1} />}>
          <CatalogueDialog onClose={close} onChoose={choose} />
        </Suspense>
      )}
      {asked && (
        <DownloadDialog
          model={asked}
          onClose={() => {
            setAsked(undefined);
          }}
          onConfirm={() => void requestLoad(asked.id)}
        />
      )}
    </>
  );
}
