import { adaptModel, downloadAdapted, loadAdapted } from '../api/adaptations.ts';
import {
  classify,
  countRequests,
  describeModel,
  fetchPageSettings,
  loadModel,
  makeBaseline,
  unloadModel,
  watchModels,
} from '../api/client.ts';
import { converse } from '../api/conversations-client.ts';
import { LiveSocket } from '../api/live-socket.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { Backend } from './backend.ts';

/** The server that the page comes from. */
export const serverBackend: Backend = {
  fetchSettings: fetchPageSettings,
  ...{ watchModels, loadModel, unloadModel, describeModel, countRequests },
  ...{ classify, makeBaseline, converse, adaptModel, downloadAdapted, loadAdapted },
  // A server converts what lies in its own folders; files of a visitor's disk are not sent to it.
  addModel: () =>
    Promise.reject(
      new ProblemError({ code: 'model-needs-device', status: 0, title: 'Switch to this device' }),
    ),
  openLive: (session, { onMessage, onLost }) => new LiveSocket(session, onMessage, onLost),
};
