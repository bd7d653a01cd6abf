/** The calls of the API tab for the server at `origin`; each works as it stands beside a recording.wav. */
export function snippets(origin: string, model: string) {
  return {
    rest: rest(origin, model),
    curl: curl(origin),
    javascript: javascript(origin),
    python: python(origin),
  };
}

function rest(origin: string, model: string): string {
  const id = encodeURIComponent(model);
  return `curl -X POST '${origin}/api/v1/models/${id}/load'
curl --fail --retry 30 --retry-delay 1 --retry-all-errors \\
  -F 'files=@recording.wav' '${origin}/api/v1/classify?model=${id}'`;
}

function curl(origin: string): string {
  return `FILE=$(curl -s -F 'files=@recording.wav' ${origin}/gradio_api/upload | tr -d '[]"')
EVENT=$(curl -s -H 'Content-Type: application/json' \\
  -d '{"data": [{"path": "'"$FILE"'", "meta": {"_type": "gradio.FileData"}}]}' \\
  ${origin}/gradio_api/call/predict | sed 's/.*"event_id": *"\\([^"]*\\)".*/\\1/')
curl -sN ${origin}/gradio_api/call/predict/$EVENT`;
}

function javascript(origin: string): string {
  return `import { readFile } from 'node:fs/promises';
import { Client } from '@gradio/client';

const app = await Client.connect('${origin}');
const recording = new Blob([await readFile('recording.wav')]);
const { data } = await app.predict('/predict', [recording]);
const [explanation, label] = data;
console.log(explanation, label);
app.close();`;
}

function python(origin: string): string {
  return `from gradio_client import Client, handle_file

app = Client("${origin}")
explanation, label = app.predict(handle_file("recording.wav"), api_name="/predict")
print(explanation, label)`;
}
