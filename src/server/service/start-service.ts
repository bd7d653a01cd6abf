import type { Logger } from 'pino';
import { removeAbandoned } from '../../bundles/index.js';
import { cacheFolderOf, graphsFolder } from '../../cache-folder.js';
import { LimitedProcess, type ProcessOptions } from '../engine/index.js';
import { confinesFiles, networkJail } from '../../workers/index.js';
import { offeredModels } from '../models/list-models.js';
import { modelPlaces } from '../models/model-places.js';
import { ModelRegistry } from '../models/model-registry.js';
import { placesOf, queueAddressOf, type ServerSettings } from '../settings/index.js';
import { UploadFolder } from '../uploads/index.js';
import { Adaptations } from './adaptations.js';
import { Conversations } from './conversations.js';
import { JobQueue } from './job-queue.js';
import { LiveSessions } from './live-sessions.js';
import { Metrics } from './metrics.js';
import { openEngine } from './open-engine.js';
import { ServedObjects } from './served-objects.js';
import { Service } from './service.js';

/** Bytes of a megabyte, as disks and networks count them. */
const MEGABYTE = 1_000_000;

/**
 * Makes the upload folder, the list of models and the engine. No model is loaded yet.
 *
 * @throws FileError if the folder for uploads cannot be made
 */
export async function startService(settings: ServerSettings, log: Logger): Promise<Service> {
  await removeAbandoned(graphsFolder(cacheFolderOf(process.env)));
  const offered = await offeredModels(settings);
  const uploads = await UploadFolder.open({
    largestBytes: settings.maxUploadMb * MEGABYTE,
    conversationBytes: settings.maxConversationMb * MEGABYTE,
    maxFiles: settings.maxFiles,
  });
  const objects = await ServedObjects.open(settings, log);
  const { scratch } = uploads;
  const reads = [uploads.folder, ...(await modelPlaces(settings.model))];
  logConfinement(log, reads);
  const queue = new JobQueue(placesOf(settings), undefined, queueAddressOf(settings) !== undefined);
  const metrics = new Metrics();
  const onStderr = (text: string) => {
    log.error({ text }, 'a child process wrote to stderr');
  };
  const processOptions = { ...engineSettings(settings), scratch, reads, onStderr };
  const limited = {
    ...processOptions,
    onEnd: () => {
      log.warn('the computing process ended');
      metrics.countRestart();
      void uploads.clearScratch();
    },
    onLost: (model: string, error: unknown) => {
      engine.forget(model);
      models.markLost(model, error);
    },
  };
  const { engine, redis } = await openEngine({ settings, limited, objects, metrics, log }).catch(
    async (error: unknown) => {
      await uploads.dispose();
      throw error;
    },
  );
  const models = new ModelRegistry(offered, engine, { scratch, onStderr });
  const live = new LiveSessions({
    models,
    engine,
    metrics,
    limit: settings.liveSessions,
    threads: settings.threads,
    loadsDefault: !settings.noModel,
    makeProcess: (onLost) =>
      new LimitedProcess({
        ...processOptions,
        onEnd: () => {
          log.warn('the process that computes live sessions ended');
          metrics.countRestart();
        },
        onLost: (model, error) => {
          log.error({ model, err: error }, 'a model of live sessions could not be opened again');
          onLost(model);
        },
      }),
  });
  const parts = { queue, metrics, engine, models, uploads };
  const limits = {
    seconds: settings.conversationSeconds,
    keptMs: settings.conversationMinutes * 60_000,
  };
  const conversations = new Conversations(parts, limits, (error) => {
    log.error({ err: error }, 'a conversation failed');
  });
  const adaptations = new Adaptations(parts, {
    keptMs: limits.keptMs,
    onUnexpected: (error) => {
      log.error({ err: error }, 'an adaptation failed');
    },
  });
  const service = new Service(settings, {
    ...parts,
    adaptations,
    conversations,
    live,
    objects,
    redis,
  });
  service.addGauge(
    'wav2emo_queue_requests',
    'Requests that wait or are computed',
    () => queue.size,
  );
  service.addGauge(
    'wav2emo_conversations',
    'Conversations, those with a result among them',
    () => conversations.size,
  );
  service.addGauge(
    'wav2emo_adaptations',
    'Adaptations, those with a result among them',
    () => adaptations.size,
  );
  service.addGauge('wav2emo_live_sessions', 'Live sessions at present', () => live.size);
  service.addGauge('wav2emo_models_open', 'Models in memory', () => engine.models);
  service.addGauge('wav2emo_upload_files', 'Uploads on the disk', () => uploads.files);
  return service;
}

function logConfinement(log: Logger, reads: readonly string[]): void {
  const hasNetwork = networkJail().length === 0;
  const hasAllFiles = !confinesFiles({ reads, writes: [] });
  log.info(
    { network: hasNetwork, files: hasAllFiles ? "those of the server's user" : 'its own' },
    'the process that decodes uses what this line says',
  );
}

function engineSettings(settings: ServerSettings): Pick<ProcessOptions, 'runOpts' | 'limits'> {
  const { device, threads, jobSeconds, jobMemoryMb } = settings;
  return {
    runOpts: { device, ...(threads !== undefined && { threads }) },
    limits: { seconds: jobSeconds, memoryBytes: jobMemoryMb * MEGABYTE },
  };
}
