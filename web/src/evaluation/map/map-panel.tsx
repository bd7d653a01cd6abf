import type { MapGroup } from '@engine/evaluation/web.js';
import { Group, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Panel } from '../../common/panel.tsx';
import type { Player } from '../../common/player/use-player.ts';
import type { Computed } from '../compute-evaluation.ts';
import { useEvaluationWords } from '../evaluation-words.ts';
import { Legend } from './legend.tsx';
import { MapList } from './map-list.tsx';
import { type MapContent, mapContent } from './map-points.ts';
import { Plane } from './plane.tsx';
import { type Projection, PROJECTIONS, useProjections } from './use-projections.ts';

type MapPanelProps = { readonly computed: Computed; readonly player: Player };

/** The clips by their embeddings in a plane, to see and to hear; nothing if there are no embeddings. */
export function MapPanel({ computed, player }: MapPanelProps) {
  const { terms } = useEvaluationWords();
  const { evaluation, answered } = computed;
  const content = useMemo(() => mapContent(evaluation, answered), [evaluation, answered]);
  if (!content) return null;
  return (
    <Panel heading={terms.map} testId="evaluation-map">
      <EmbeddingMap content={content} player={player} />
    </Panel>
  );
}

type EmbeddingMapProps = { readonly content: MapContent; readonly player: Player };

function EmbeddingMap({ content, player }: EmbeddingMapProps) {
  const { t, terms } = useEvaluationWords();
  const [projection, setProjection] = useState<Projection>('pca');
  const [chosenBy, setBy] = useState<MapGroup>('label');
  const projections = useProjections(content.embeddings);
  const { points, colored, clips } = content;
  const shown = colored.find(({ by }) => by === chosenBy) ?? colored[0];
  const by = shown?.by ?? chosenBy;
  return (
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
        projected={projections[projection]}
        colored={shown}
        player={player}
        // Between points of another projection nothing moves.
        key={projection}
      />
      <MapList points={points} player={player} />
    </Stack>
  );
}
