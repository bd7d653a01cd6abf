import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ModelEntry } from '../api/types.ts';
import { Facts } from '../common/facts.tsx';
import { useWords } from '../i18n/use-words.ts';

type DownloadDialogProps = {
  readonly model: ModelEntry;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** Size and licence of a model before its download starts. */
export function DownloadDialog({ model, opened, onClose, onConfirm }: DownloadDialogProps) {
  const { t, bytes } = useWords();
  const facts = [
    {
      name: t('card.size'),
      value: model.bytes === undefined ? t('model.sizeUnknown') : bytes(model.bytes),
    },
    { name: t('card.licence'), value: model.licence ?? t('model.licenceUnknown') },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={t('model.confirmTitle')} centered>
      <Stack>
        <Text size="sm" className="break">
          {t('model.confirmText', { name: model.name })}
        </Text>
        <Facts facts={facts} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('model.cancel')}
          </Button>
          <Button
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {t('model.confirmStart')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
