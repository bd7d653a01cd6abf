import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toProblem } from '../api/problem-error.ts';
import type { ModelEntry, Problem } from '../api/types.ts';
import { backend } from '../backend/backend-store.ts';
import { Facts } from '../common/facts.tsx';
import { problemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/use-words.ts';

type DownloadDialogProps = {
  readonly model: ModelEntry;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** Shows the size and licence of a model, as the hub states them, before its download starts. */
export function DownloadDialog({ model, onClose, onConfirm }: DownloadDialogProps) {
  const { t } = useWords();
  const [described, setDescribed] = useState<ModelEntry>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    backend()
      .describeModel(model.id)
      .then(setDescribed, (error: unknown) => {
        setProblem(toProblem(error));
      });
  }, [model.id]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('model.confirmTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text size="sm" className="break">
          {t('model.confirmText', { name: model.name })}
        </Text>
        {described && <Offer model={described} />}
        {problem && (
          <Text size="sm" role="alert" data-testid="describe-problem">
            {problemText(problem, t)}
          </Text>
        )}
        {!described && !problem && <Loader size="sm" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('model.cancel')}
          </Button>
          <Button
            disabled={!described}
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

function Offer({ model: { bytes: size, licence, revision } }: { readonly model: ModelEntry }) {
  const { t, bytes } = useWords();
  const facts = [
    { name: t('card.size'), value: size === undefined ? t('model.sizeUnknown') : bytes(size) },
    { name: t('card.licence'), value: licence ?? t('model.licenceUnknown') },
  ];
  const version =
    revision === undefined ? [] : [{ name: t('card.revision'), value: revision.slice(0, 12) }];
  return <Facts facts={[...facts, ...version]} />;
}
