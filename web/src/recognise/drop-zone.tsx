import { IconFileMusic } from '@tabler/icons-react';
import { FileZone } from '../common/file-zone.tsx';
import { useWords } from '../i18n/use-words.ts';
import { usePage } from '../state/page-store.ts';
import { addRecordings } from '../state/session-store.ts';
import { readChosen } from './read-dropped.ts';
import { usePageDrop } from './use-page-drop.ts';

/** Takes files and folders. The server recognises audio by its content, not by its name. */
export function DropZone() {
  const { t, number } = useWords();
  const over = usePageDrop();
  const limit = usePage(({ settings }) => settings?.maxUploadMb);
  return (
    <FileZone
      icon={<IconFileMusic size={34} stroke={1.4} aria-hidden />}
      title={t(over ? 'input.dropNow' : 'input.dropTitle')}
      lines={[
        t('input.dropHint'),
        limit === undefined ? undefined : t('input.limit', { size: `${number(limit, 0)} MB` }),
      ]}
      label={t('input.choose')}
      testId="drop-zone"
      isOver={over}
      folder={t('input.folder')}
      onFiles={take}
    />
  );
}

function take(files: readonly File[]): void {
  const recordings = readChosen([...files]);
  if (recordings.length > 0) addRecordings(recordings);
}
