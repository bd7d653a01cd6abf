/**
 * What ten clips a class bring on a corpus that the zero-shot head has not seen: half of the speakers give
 * the clips, the others are the test.
 *
 *   node bench/adaptation.js --clips clips.csv --embeddings clips.f32 --heads FOLDER [--count 10] [--draws 4]
 *
 * --clips       CSV with the columns corpus, speaker, label and seconds, one row for each clip
 * --embeddings  float32, [clips, size], in the order of the rows
 * --heads       folder with CORPUS.json, { weight, bias } of a head that was fitted without CORPUS
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adaptHeads } from '../dist/index.js';
import { randomFrom } from './voice-activity/sounds.js';

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: 'clips.csv' },
    embeddings: { type: 'string', default: 'clips.f32' },
    heads: { type: 'string', default: '.' },
    count: { type: 'string', default: '10' },
    draws: { type: 'string', default: '4' },
  },
});
const LABELS = ['neu', 'ang', 'hap', 'sad'];
const clips = readClips().filter(({ label }) => LABELS.includes(label));

for (const corpus of new Set(clips.map((clip) => clip.corpus))) {
  const heads = JSON.parse(readFileSync(join(values.heads, corpus, 'heads.json'), 'utf8'));
  const head = heads.absolute;
  for (let draw = 1; draw <= Number(values.draws); draw++) {
    const { own, test } = drawClips(
      clips.filter((clip) => clip.corpus === corpus),
      randomFrom(draw),
    );
    const answered = own.map((clip) => ({ ...clip, answer: answer(head, clip) }));
    const found = adaptHeads(answered, { labels: LABELS, heads });
    const row = [recall(head, test), recall(found.heads.absolute, test)].map((x) => x.toFixed(1));
    console.log(
      [
        corpus,
        draw,
        ...row,
        found.isBetter ? 'shipped' : 'refused',
        found.method,
        found.heldOut,
        (100 * found.gain.after.value).toFixed(0),
      ].join('\t'),
    );
  }
}

function readClips() {
  const [header, ...rows] = readFileSync(values.clips, 'utf8').trim().split('\n');
  const names = header.split(',');
  const bytes = readFileSync(values.embeddings);
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const size = all.length / rows.length;
  return rows.map((row, at) => {
    const cells = row.split(',');
    const clip = Object.fromEntries(names.map((name, column) => [name, cells[column]]));
    const embedding = all.subarray(at * size, (at + 1) * size);
    return { ...clip, seconds: Number(clip.seconds), embedding };
  });
}

function drawClips(all, random) {
  const mix = (items) =>
    items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key);
  const speakers = mix([...new Set(all.map(({ speaker }) => speaker))]).map(({ item }) => item);
  const giving = new Set(speakers.slice(0, Math.ceil(speakers.length / 2)));
  const own = LABELS.flatMap((label) =>
    mix(all.filter((clip) => giving.has(clip.speaker) && clip.label === label))
      .slice(0, Number(values.count))
      .map(({ item }) => item),
  );
  return { own, test: all.filter((clip) => !giving.has(clip.speaker)) };
}

function answer({ weight, bias }, { embedding }) {
  const logits = weight.map((row, at) =>
    row.reduce((sum, w, d) => sum + w * embedding[d], bias[at]),
  );
  return LABELS[logits.indexOf(Math.max(...logits))];
}

function recall(head, test) {
  const shares = LABELS.map((label) => {
    const own = test.filter((clip) => clip.label === label);
    return own.filter((clip) => answer(head, clip) === label).length / own.length;
  });
  return (100 * shares.reduce((a, b) => a + b)) / LABELS.length;
}
