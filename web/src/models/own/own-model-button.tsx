import { Button } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { chooseFolder } from '../../common/choose-folder.ts';
import { useWords } from '../../i18n/use-words.ts';
import { readChosen } from '../../recognise/read-dropped.ts';
import { refuseModel, requestAdd } from '../../state/models-store.ts';
import { findModel, isModelName } from './model-folder.ts';

/** Chooses the folder of an own model, which is converted on this device. */
export function OwnModelButton() {
  const { t } = useWords();
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconFolderPlus size={14} />}
      onClick={() => {
        chooseFolder(take);
      }}
    >
      {t('model.own')}
    </Button>
  );
}

function take(files: readonly File[]): void {
  const model = findModel(readChosen(files, isModelName));
  if (model) void requestAdd(model.name, model.files);
  else refuseModel();
}
