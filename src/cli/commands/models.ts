import { type InstalledModel, installedModels } from '../../bundles/index.js';
import type { CommandContext } from '../command.js';
import { alignColumns } from '../columns.js';
import { megabytes } from '../text.js';

/** Adds `models`, which lists the installed models with their origin and size. */
export function addModels({ program, io }: CommandContext): void {
  program
    .command('models')
    .description('list the installed models')
    .option('--json', 'print one JSON object on each line')
    .action(async ({ json }: { json?: true }) => {
      const models = await installedModels();
      io.stdout.write(
        json ? models.map((model) => `${JSON.stringify(model)}\n`).join('') : table(models),
      );
    });
}

function table(models: readonly InstalledModel[]): string {
  const rows = models.map(({ name, origin, revision, bytes, licence, folder }) => [
    name,
    revision === undefined ? origin : `${origin} ${revision.slice(0, 8)}`,
    megabytes(bytes),
    licence ?? '-',
    folder,
  ]);
  return alignColumns([['NAME', 'FROM', 'SIZE', 'LICENCE', 'FOLDER'], ...rows]);
}
