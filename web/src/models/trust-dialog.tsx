import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import type { ModelEntry } from '../api/types.ts';
import { useWords } from '../i18n/use-words.ts';

type TrustDialogProps = {
  readonly model: ModelEntry;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** Says what it means to use a bundle of a hub, and asks whether its publisher is trusted. */
export function TrustDialog({ model, onClose, onConfirm }: TrustDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('model.trustTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="trust"
    >
      <Stack>
        <Text size="sm" className="break">
          {t('model.trustText', { name: model.name })}
        </Text>
        <List size="sm" spacing={4}>
          {t('model.trustPoints', { returnObjects: true }).map((point) => (
            <List.Item key={point}>{point}</List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('model.cancel')}
          </Button>
          <Button
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {t('model.trustConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
