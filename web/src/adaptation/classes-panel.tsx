import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Panel } from '../common/panel.tsx';
import { ClipPlayer } from '../common/player/clip-player.tsx';
import { usePlayer } from '../common/player/use-player.ts';
import {
  clearAdaptation,
  newClass,
  type OwnClass,
  setClasses,
  useAdaptation,
} from './adaptation-store.ts';
import { useAdaptationWords } from './adaptation-words.ts';
import classes from './adaptation.module.css';
import { ClassCard } from './class-card.tsx';
import { RecordClips } from './record-clips.tsx';
import { useClasses } from './use-classes.ts';

/** The classes, each with its clips; recordings from the microphone are added to one of them. */
export function ClassesPanel() {
  const { t } = useAdaptationWords();
  const shown = useClasses();
  const clips = useAdaptation((state) => state.clips);
  const isRunning = useAdaptation(({ phase }) => phase.name === 'running');
  const player = usePlayer();
  const change = (key: string, label: string) => {
    setClasses(shown.map((each): OwnClass => (each.key === key ? { key, label } : each)));
  };
  return (
    <Panel
      heading={t('classes')}
      aside={
        clips.length > 0 && (
          <Button size="compact-xs" variant="subtle" disabled={isRunning} onClick={clearAdaptation}>
            {t('clear')}
          </Button>
        )
      }
      testId="adaptation-classes"
    >
      <Stack gap="md">
        <ul className={classes['classes']}>
          {shown.map((each) => (
            <ClassCard
              key={each.key}
              own={each}
              clips={clips.filter(({ key }) => key === each.key)}
              player={player}
              disabled={isRunning}
              onName={(label) => {
                change(each.key, label);
              }}
              onRemove={() => {
                setClasses(shown.filter(({ key }) => key !== each.key));
              }}
            />
          ))}
        </ul>
        <Group>
          <Button
            size="xs"
            variant="default"
            disabled={isRunning}
            leftSection={<IconPlus size={14} />}
            onClick={() => {
              setClasses([...shown, newClass()]);
            }}
          >
            {t('addClass')}
          </Button>
        </Group>
        <RecordClips shown={shown} />
        <ClipPlayer player={player} />
      </Stack>
    </Panel>
  );
}
