import { fetchPageSettings } from '../../api/client.ts';
import { saveBlob } from '../../common/save-file.ts';
import type { Backend } from '../backend.ts';
import { DeviceLive } from './device-live.ts';
import { deviceModels } from './device-models.ts';

/** Everything that computes is fetched when it is first needed. */
const load = () => import('./compute.ts');

const loadAdaptation = () => import('./adapt.ts');

/**
 * This device: models and recordings stay in this browser, and a worker of it computes. Only files of
 * the page are fetched.
 */
export const deviceBackend: Backend = {
  fetchSettings: async () => ({
    ...(await fetchPageSettings()),
    // A recording is read piece by piece where it lies, so that its size does not matter.
    ...{ maxUploadMb: undefined, maxConversationMb: undefined },
    ...{ loadsOnDemand: true, loadsModels: true },
  }),
  watchModels: (onModels, onConnection) => deviceModels.watch(onModels, onConnection),
  loadModel: (id) => deviceModels.load(id),
  unloadModel: (id) => deviceModels.unload(id),
  describeModel: (id) => Promise.resolve(deviceModels.get(id)),
  // What this page asks for itself.
  countRequests: () => Promise.resolve(1),
  classify: async (request) => {
    const { classify } = await load();
    return await classify(deviceModels.opened(request.model), request);
  },
  makeBaseline: async (request) => {
    const { computeBaseline } = await load();
    return await computeBaseline(deviceModels.opened(request.model), request);
  },
  converse: async (request) => {
    const { converse } = await load();
    return await converse(deviceModels.opened(request.model), request);
  },
  adaptModel: async (request) => {
    const { adaptModel } = await loadAdaptation();
    return await adaptModel(deviceModels.opened(request.model), request);
  },
  downloadAdapted: async (id, name) => {
    const [{ adaptedBundle }, { zipFiles }] = await Promise.all([
      loadAdaptation(),
      import('./zip-files.ts'),
    ]);
    saveBlob(`${name}.zip`, await zipFiles(name, await adaptedBundle(id, name)));
  },
  loadAdapted: async (id, name) => {
    const { adaptedBundle } = await loadAdaptation();
    await deviceModels.add(name, Object.fromEntries(await adaptedBundle(id, name)), 'adapted');
    await deviceModels.load(name);
  },
  addModel: async (name, files) => {
    await deviceModels.add(name, files, 'folder');
    await deviceModels.load(name);
  },
  openLive: (session, handlers) =>
    new DeviceLive(deviceModels.opened(session.model), session, handlers),
};
