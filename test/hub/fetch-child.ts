/** Program that fetches all files of a repository: `fetch-child.ts REPOSITORY`. It reads settings from the environment. */
import { fetchSnapshot, hubSettings } from '../../src/hub/index.js';

const [repository = ''] = process.argv.slice(2);
try {
  const { folder, files } = await fetchSnapshot({
    repository,
    select: (paths) => paths,
    settings: hubSettings(process.env),
    onProgress: ({ doneBytes }) => process.stderr.write(`${doneBytes}\n`),
  });
  process.stdout.write(JSON.stringify({ folder, files }));
} catch (error) {
  process.stdout.write(JSON.stringify(error));
}
