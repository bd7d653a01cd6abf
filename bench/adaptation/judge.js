/** The index of the class with the highest logit of a head. */
export function answerOf({ weight, bias }, input) {
  const logits = weight.map((row, label) => {
    let sum = bias[label];
    for (let at = 0; at < row.length; at++) sum += row[at] * input[at];
    return sum;
  });
  return logits.indexOf(Math.max(...logits));
}

/** The answer of a relative head, with up to twenty other neutral clips of the speaker as baseline. */
export function compare(relative, clip, clips) {
  const own = clips.filter((each) => each.speaker === clip.speaker && each !== clip);
  const calm = own.filter(({ label }) => label === 'neu').slice(0, 20);
  const seconds = calm.reduce((sum, each) => sum + each.seconds, 0);
  const head = relative.brief && seconds < relative.brief.belowSeconds ? relative.brief : relative;
  const input = Float64Array.from(clip.embedding, (value, at) => {
    const mean = calm.reduce((sum, each) => sum + each.seconds * each.embedding[at], 0) / seconds;
    const trust = seconds / (seconds + relative.speakerSeconds[at]);
    const population = relative.population[at];
    return value - (population + (seconds > 0 ? trust * (mean - population) : 0));
  });
  return answerOf(head, input);
}

/** The unweighted average recall in percent. */
export function recall(clips, labels, answer) {
  const shares = labels.map((label, at) => {
    const own = clips.filter((clip) => clip.label === label);
    return own.filter((clip) => answer(clip) === at).length / own.length;
  });
  return (100 * shares.reduce((sum, share) => sum + share, 0)) / labels.length;
}
