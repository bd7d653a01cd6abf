import { create } from 'zustand';

const load = () => import('./engine.ts');

/** The bytes of the models that the browser's cache keeps. */
export const useKeptModels = create<{ readonly bytes: number }>(() => ({ bytes: 0 }));

/** Reads what the browser keeps. */
export async function readKept(): Promise<void> {
  const { keptModels } = await load();
  const models = await keptModels();
  useKeptModels.setState({ bytes: models.reduce((sum, { bytes }) => sum + bytes, 0) });
}

/** Deletes all models from the browser's cache; those that are open stay open. */
export async function forgetKept(): Promise<void> {
  const { keptModels, removeModel } = await load();
  for (const { address } of await keptModels()) await removeModel(address);
  const { deviceModels } = await import('./device-models.ts');
  deviceModels.forgetKept();
  await readKept();
}
