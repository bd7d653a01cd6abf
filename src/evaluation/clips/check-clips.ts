import { type Clip, clipName, type Problem } from './clip.js';
import { type LabelResolver, mostVoted } from './label-map.js';

/** Clips that can be used, and why the others cannot. */
export type CheckedClips = {
  readonly clips: readonly Clip[];
  readonly problems: readonly Problem[];
};

/** Whether a clip can be used: what is wrong with it, or that the protocol leaves it out. */
type Check = (clip: Clip) => Problem | 'left-out' | undefined;

/**
 * Finds the clips that a classifier can be judged on. A clip without a label has the one that most people
 * chose. Clips without any label, with a word that is no emotion, or listed twice become problems. What the
 * label map leaves out is left out without a problem.
 */
export function checkClips(clips: readonly Clip[], resolver: LabelResolver): CheckedClips {
  const named = clips.map((clip): Clip => {
    const label = clip.label ?? (clip.votes && mostVoted(clip.votes));
    return label === clip.label ? clip : { ...clip, label };
  });
  return checkEach(
    named,
    (clip) => checkLabel(clip, resolver),
    ({ label = '' }) => label,
  );
}

/**
 * Finds the clips that a regression model can be judged on: those with a true value of one of its
 * dimensions.
 *
 * @param dimensions ids of the model's dimensions
 */
export function checkDimensions(
  clips: readonly Clip[],
  dimensions: readonly string[],
): CheckedClips {
  const check: Check = (clip) =>
    dimensions.some((id) => clip.dimensions?.[id] !== undefined)
      ? undefined
      : problem(
          'no-label',
          `${clipName(clip)} has no value of ${dimensions.join(', ')}. Add one, or delete the row.`,
        );
  return checkEach(clips, check, (clip) => JSON.stringify(clip.dimensions));
}

function checkLabel(clip: Clip, resolver: LabelResolver): ReturnType<Check> {
  const { label } = clip;
  if (label === undefined)
    return problem('no-label', `${clipName(clip)} has no label. Add one, or delete the row.`);
  const { kind } = resolver.resolve(label);
  if (kind === 'left-out') return kind;
  if (kind !== 'unknown') return undefined;
  return problem(
    'unknown-label',
    `${clipName(clip)} has the label ${label}, which is not known. Correct it, or map it with --map ${label}=LABEL.`,
  );
}

/** @param truthOf what two rows of the same clip must agree on */
function checkEach(
  clips: readonly Clip[],
  check: Check,
  truthOf: (clip: Clip) => string,
): CheckedClips {
  const kept = new Map<string, Clip | undefined>();
  const truths = new Map<string, string>();
  const problems: Problem[] = [];
  for (const clip of clips) {
    const found = check(clip);
    if (found === 'left-out') continue;
    if (found) problems.push(found);
    else {
      const name = clipName(clip);
      const before = truths.get(name);
      if (before === undefined) kept.set(name, clip);
      else if (before === truthOf(clip))
        problems.push(
          problem('duplicate', `${name} is listed twice and counted once. Delete a row.`),
        );
      else {
        // Kept as a name, so that a third row does not bring the clip back.
        kept.set(name, undefined);
        problems.push(
          problem(
            'duplicate',
            `${name} is listed as ${before} and as ${truthOf(clip)}, and is left out. Delete a row.`,
          ),
        );
      }
      truths.set(name, before ?? truthOf(clip));
    }
  }
  return { clips: [...kept.values()].filter((clip) => clip !== undefined), problems };
}

const problem = (kind: Problem['kind'], text: string): Problem => ({ kind, text });
