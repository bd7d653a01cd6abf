import { locateModel } from '../../bundles/index.js';
import type { PrepareRequest } from '../../workers/index.js';

/** What is known of a download before it starts. */
export type DownloadNotice = {
  readonly bytes: number;
  readonly revision: string;
  readonly licence?: string;
};

class Noticed extends Error {}

/**
 * Asks the hub what a model would cost, and fetches nothing.
 *
 * @returns nothing where the model is complete on this machine
 * @throws HubError, CheckpointError
 */
export async function describeDownload(
  request: PrepareRequest,
): Promise<DownloadNotice | undefined> {
  let notice: DownloadNotice | undefined;
  try {
    await locateModel({
      ...request,
      onLicence: ({ licence, revision, totalBytes: bytes }) => {
        notice = { bytes, revision, ...(licence !== undefined && { licence }) };
        throw new Noticed('That is all that was asked.');
      },
    });
  } catch (error) {
    if (!(error instanceof Noticed)) throw error;
  }
  return notice;
}
