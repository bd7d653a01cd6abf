import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { DEFAULT_MODEL, type InstalledModel, installedModels } from '../../bundles/index.js';
import { prepareBundle } from '../../node/index.js';
import type { ServerSettings } from '../settings/index.js';
import type { PrepareRequest } from '../../workers/index.js';
import type { ModelEntry } from './model-entry.js';

/** A model on the server's list, and how it is prepared; the second never leaves the server. */
export type OfferedModel = { readonly entry: ModelEntry; readonly request: PrepareRequest };

/**
 * The models that a server offers: the embedded ones, the installed ones, the hub repositories
 * that its configuration allows, and the one that it was started with.
 */
export async function offeredModels(settings: ServerSettings): Promise<OfferedModel[]> {
  const offered = new Map<string, OfferedModel>();
  const add = (model: OfferedModel) => offered.set(model.entry.id, model);
  for (const model of await installedModels()) add(await describeInstalled(model));
  for (const repository of settings.hubModels)
    if (!offered.has(repository)) add(describeHub(repository));
  const { model } = settings;
  if (model !== undefined && !offered.has(model)) add(await describeNamed(model, offered));
  const { trustBundle } = settings;
  return [...offered.values()].map(({ entry, request }) => ({
    request: { ...request, trustBundle },
    entry: { ...entry, isDefault: isDefault(entry.id, request, settings) },
  }));
}

function isDefault(id: string, { source }: PrepareRequest, { model }: ServerSettings): boolean {
  return model === undefined ? id === DEFAULT_MODEL : source === model || id === model;
}

async function describeInstalled(model: InstalledModel): Promise<OfferedModel> {
  const { name, origin, bytes, licence, revision } = model;
  const entry = {
    ...blank(name, origin),
    isInstalled: true,
    bytes,
    ...(licence !== undefined && { licence }),
    ...(revision !== undefined && { revision }),
  };
  if (origin === 'hub')
    return { entry, request: { source: name, ...(revision !== undefined && { revision }) } };
  const { manifest, heads } = await prepareBundle({ source: name });
  const comparesVoices = heads?.relative !== undefined;
  return { entry: { ...entry, manifest, comparesVoices }, request: { source: name } };
}

function describeHub(repository: string): OfferedModel {
  return { entry: blank(repository, 'hub'), request: { source: repository } };
}

async function describeNamed(
  source: string,
  offered: ReadonlyMap<string, OfferedModel>,
): Promise<OfferedModel> {
  const found = await stat(source).catch(() => undefined);
  if (!found?.isDirectory()) return describeHub(source);
  const name = basename(resolve(source));
  // Clients learn the folder's name and nothing of where it lies.
  const id = offered.has(name) ? `${name} (folder)` : name;
  const entry = { ...blank(id, 'folder'), name, isInstalled: true };
  return { entry, request: { source: resolve(source) } };
}

function blank(id: string, origin: ModelEntry['origin']): ModelEntry {
  return { id, name: id, origin, state: 'available', isInstalled: false, isDefault: false };
}
