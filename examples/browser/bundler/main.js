/** Classifies files in the page. A bundler copies the engine's files; the model lies beside the page. */
import { EmotionClassifier, FINDINGS } from 'wav2emo/browser';

const list = document.querySelector('ol');
const loading = EmotionClassifier.fromBundle('/models/wav2emo-small', {
  onDownload: ({ doneBytes, totalBytes }) => {
    document.title = `${Math.round((100 * doneBytes) / totalBytes)} %`;
  },
});

document.querySelector('input').addEventListener('change', async ({ target }) => {
  const classifier = await loading;
  for await (const { file, result, error } of classifier.classifyFiles(target.files)) {
    const item = document.createElement('li');
    item.textContent = result
      ? `${file.name}: ${result.label} (${result.score.toFixed(2)})`
      : `${file.name}: ${error.message}`;
    for (const { code } of result?.findings ?? []) item.append(` ${FINDINGS[code].name.en}`);
    list.append(item);
  }
});
