import { quoteFormFile, quoteShell } from '../common/quote-shell.ts';

/** What the snippets call, and with what. */
export type SnippetTarget = {
  /** e.g. `http://127.0.0.1:8770` */
  readonly origin: string;
  readonly model: string;
  /** Name of the recording beside the program. */
  readonly file: string;
  /** Whether every request must show the server's token, from `WAV2EMO_TOKEN`. */
  readonly needsToken: boolean;
};

/** The calls of the API tab; each works unchanged in the folder of the recording. */
export function snippets(target: SnippetTarget) {
  return {
    rest: rest(target),
    fetch: fetchCall(target),
    requests: requests(target),
    curl: curl(target),
    javascript: javascript(target),
    python: python(target),
  };
}

/** 409: the model is still loading; 503: the queue is full. Everything else is not tried again. */
function rest({ origin, model, file, needsToken }: SnippetTarget): string {
  const id = encodeURIComponent(model);
  const header = needsToken ? ' -H "Authorization: Bearer $WAV2EMO_TOKEN"' : '';
  return `curl -sS --fail-with-body${header} -X POST ${quoteShell(`${origin}/api/v1/models/${id}/load`)}
for attempt in $(seq 60); do
  STATUS=$(curl -sS -o result.json -w '%{http_code}'${header} \\
    -F ${quoteFormFile(file)} ${quoteShell(`${origin}/api/v1/classify?model=${id}`)})
  case $STATUS in 409|503) sleep 1 ;; *) break ;; esac
done
cat result.json`;
}

function fetchCall({ origin, model, file, needsToken }: SnippetTarget): string {
  const headers = needsToken
    ? ', headers: { authorization: `Bearer ${process.env.WAV2EMO_TOKEN}` }'
    : '';
  const url = `${origin}/api/v1/classify?model=${encodeURIComponent(model)}`;
  return `import { openAsBlob } from 'node:fs';

const body = new FormData();
body.append('files', await openAsBlob(${JSON.stringify(file)}), ${JSON.stringify(file)});
const response = await fetch(${JSON.stringify(url)}, { method: 'POST', body${headers} });
if (!response.ok) throw new Error(await response.text());
const { results } = await response.json();
console.log(results[0].label, results[0].probabilities);`;
}

function requests({ origin, model, file, needsToken }: SnippetTarget): string {
  const start = needsToken ? 'import os\n\nimport requests' : 'import requests';
  const headers = needsToken
    ? '\n        headers={"Authorization": "Bearer " + os.environ["WAV2EMO_TOKEN"]},'
    : '';
  return `${start}

with open(${JSON.stringify(file)}, "rb") as recording:
    response = requests.post(
        ${JSON.stringify(`${origin}/api/v1/classify`)},
        params={"model": ${JSON.stringify(model)}},
        files={"files": recording},${headers}
    )
if not response.ok:
    raise SystemExit(response.text)
result = response.json()["results"][0]
print(result["label"], result["probabilities"])`;
}

function curl({ origin, file, needsToken }: SnippetTarget): string {
  const header = needsToken ? ' -H "Authorization: Bearer $WAV2EMO_TOKEN"' : '';
  return `FILE=$(curl -s${header} -F ${quoteFormFile(file)} ${origin}/gradio_api/upload | tr -d '[]"')
EVENT=$(curl -s${header} -H 'Content-Type: application/json' \\
  -d '{"data": [{"path": "'"$FILE"'", "meta": {"_type": "gradio.FileData"}}]}' \\
  ${origin}/gradio_api/call/predict | sed 's/.*"event_id": *"\\([^"]*\\)".*/\\1/')
curl -sN${header} ${origin}/gradio_api/call/predict/$EVENT`;
}

function javascript({ origin, file, needsToken }: SnippetTarget): string {
  const options = needsToken
    ? ', {\n  headers: { authorization: `Bearer ${process.env.WAV2EMO_TOKEN}` },\n}'
    : '';
  return `import { readFile } from 'node:fs/promises';
import { Client } from '@gradio/client';

const app = await Client.connect('${origin}'${options});
const recording = new Blob([await readFile(${JSON.stringify(file)})]);
const { data } = await app.predict('/predict', [recording]);
const [explanation, label] = data;
console.log(explanation, label);
app.close();`;
}

function python({ origin, file, needsToken }: SnippetTarget): string {
  const start = needsToken ? 'import os\n\n' : '';
  const headers = needsToken
    ? ', headers={"Authorization": "Bearer " + os.environ["WAV2EMO_TOKEN"]}'
    : '';
  return `${start}from gradio_client import Client, handle_file

app = Client("${origin}"${headers})
explanation, label = app.predict(handle_file(${JSON.stringify(file)}), api_name="/predict")
print(explanation, label)`;
}
