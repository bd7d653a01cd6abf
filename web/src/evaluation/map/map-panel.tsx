import type { MapGroup } from '@engine/evaluation/web.js';
import { Group, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../common/panel.tsx';
import type { Player } from '../../common/player/use-player.ts';
import { useEvaluationWords } from '../evaluation-words.ts';
import { Legend } from './legend.tsx';
import { MapList } from './map-list.tsx';
import type { MapContent } from './map-points.ts';
import { Plane } from './plane.tsx';
import { type Projection, PROJECTIONS } from './project-embeddings.ts';
import { useProjection } from './use-projection.ts';

type MapPanelProps = { readonly content: MapContent; readonly player: Player };

/** The clips by their embeddings in a plane, to see and to hear. */
export function MapPanel({ content, player }: MapPanelProps) {
  const { t, terms } = useEvaluationWords();
  const [projection, setProjection] = useState<Projection>('pca');
  const [chosenBy, setBy] = useState<MapGroup>('label');
  const projected = useProjection(content.embeddings, projection);
  const { points, colored, clips } = content;
  const shown = colored.find(({ by }) => by === chosenBy) ?? colored[0];
  const by = shown?.by ?? chosenBy;
  return (
    <Panel heading={terms.map} testId="evaluation-map">
      <Stack gap="sm">
        <Text size="sm" c="var(--quiet)">
          {terms.mapHint}
          {points.length < clips && ` ${terms.mapSample(points.length, clips)}`}
        </Text>
        <Group gap="sm" align="end">
          <SegmentedControl
            aria-label={t('projection')}
            data={PROJECTIONS.map((value) => ({ value, label: value.toUpperCase() }))}
            value={projection}
            onChange={setProjection}
          />
          <NativeSelect
            aria-label={t('coloured')}
            data={colored.map((each) => ({ value: each.by, label: terms.colouredBy[each.by] }))}
            value={by}
            onChange={({ currentTarget: { value } }) => {
              setBy(colored.find((each) => each.by === value)?.by ?? 'label');
            }}
          />
        </Group>
        <Legend groups={shown?.groups ?? []} />
        <Plane
          points={points}
          projected={projected}
          colored={shown}
          player={player}
          // Between points of another projection nothing moves.
          key={projection}
        />
        <MapList points={points} player={player} />
      </Stack>
    </Panel>
  );
}
