import { emotionColor } from '../../emotion-color.js';
import { type Label, nameLabel } from '../../labels.js';
import { speakerOf } from '../clips/clip.js';
import { LabelResolver, type ResolvedLabel } from '../clips/label-map.js';
import type { EvaluatedClip, Evaluation } from '../evaluation.js';
import { EVALUATION_WORDS } from '../words.js';

/** What the points of a map can be coloured by. */
export const MAP_GROUPS = ['label', 'result', 'verdict', 'speaker', 'corpus'] as const;
export type MapGroup = (typeof MAP_GROUPS)[number];

/** Whether a result is right; `outside` if the model does not have the label. */
export type Verdict = 'right' | 'wrong' | 'outside';

/** What a clip belongs to; emotions have their English names as ids, whatever the list calls them. */
export type MapClip = Readonly<Partial<Record<MapGroup, Label>>> & {
  readonly verdict?: Named<Verdict>;
};

type Named<Id extends string> = Label & { readonly id: Id };

/** A group of points with its colour. */
export type ColoredGroup = Label & { readonly color: string };

/** The colours of verdicts differ for colour-blind people, too; the shapes of the points repeat them. */
const VERDICT_COLORS = { right: '#0072b2', wrong: '#d55e00', outside: '#8a94a6' } as const;

/** What each clip of an evaluation belongs to, by the results of its first run. */
export function describeClips({ clips, model, data, runs }: Evaluation): MapClip[] {
  const resolver = new LabelResolver(model.labels, data.labelMap);
  const judged = runs[0]?.judged ?? 'alone';
  return clips.map((clip) => {
    const truth = resolver.resolve(clip.label ?? '');
    const result = clip.results[judged];
    return {
      ...groupsByClip(clip),
      ...labelGroup(truth, model.labels, clip.label),
      ...(result && 'label' in result && resultGroups(result.index, truth, model.labels)),
    };
  });
}

const plain = (name: string): Label => ({ id: name, en: name, zh: name });
const emotion = ({ en, zh }: Label): Label => ({ id: en, en, zh });

function groupsByClip(clip: EvaluatedClip): MapClip {
  const speaker = speakerOf(clip);
  return {
    ...(speaker !== undefined && { speaker: plain(speaker) }),
    ...(clip.corpus !== undefined && { corpus: plain(clip.corpus) }),
  };
}

function labelGroup(truth: ResolvedLabel, labels: readonly Label[], word?: string): MapClip {
  const known = truth.kind === 'known' ? labels[truth.index] : undefined;
  if (known) return { label: emotion(known) };
  if (truth.kind === 'outside') return { label: emotion(nameLabel(truth.name)) };
  return word === undefined ? {} : { label: plain(word) };
}

function resultGroups(index: number, truth: ResolvedLabel, labels: readonly Label[]): MapClip {
  const label = labels[index];
  const isRight = truth.kind === 'known' && truth.index === index;
  const verdict = truth.kind === 'known' ? (isRight ? 'right' : 'wrong') : 'outside';
  return { ...(label && { result: emotion(label) }), verdict: nameVerdict(verdict) };
}

function nameVerdict(id: Verdict): Named<Verdict> {
  const { en, zh } = EVALUATION_WORDS;
  return { id, en: en.verdicts[id], zh: zh.verdicts[id] };
}

/**
 * The groups that clips belong to, for each thing that is known about any of them. An emotion has one
 * colour as label and as result.
 */
export function coloredGroups(
  clips: readonly MapClip[],
  labels: readonly Label[],
): { readonly by: MapGroup; readonly groups: readonly ColoredGroup[] }[] {
  const emotions = new Map(
    [...labels.map(emotion), ...sorted(clips, 'label')].map((each) => [each.id, each]),
  );
  const colorOf = new Map(
    [...emotions.keys()].map((name, at) => [name, emotionColor(name, at)] as const),
  );
  const groupsOf = (by: MapGroup): readonly ColoredGroup[] => {
    const found = sorted(clips, by);
    if (by === 'speaker' || by === 'corpus')
      return found.map((each, at) => ({ ...each, color: hueOf(at) }));
    const ids = by === 'verdict' ? Object.keys(VERDICT_COLORS) : [...emotions.keys()];
    const colors = new Map([...colorOf, ...Object.entries(VERDICT_COLORS)]);
    return ids.flatMap((id) => {
      const group = found.find((each) => each.id === id);
      return group ? [{ ...group, color: colors.get(id) ?? '#888888' }] : [];
    });
  };
  return MAP_GROUPS.map((by) => ({ by, groups: groupsOf(by) })).filter(
    ({ groups }) => groups.length > 0,
  );
}

/** The groups of one kind by their ids. */
function sorted(clips: readonly MapClip[], by: MapGroup): Label[] {
  const found = new Map(
    clips.flatMap((clip): [string, Label][] => {
      const group = clip[by];
      return group ? [[group.id, group]] : [];
    }),
  );
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** Steps of the golden angle keep neighbours apart. */
const hueOf = (at: number) => `hsl(${Math.round(at * 137.5) % 360} 60% 45%)`;
