import { ObjectStoreError } from '../../errors.js';

/**
 * Loads the client of S3, which only those install who use it.
 *
 * @throws ObjectStoreError `store-client-missing`
 */
export async function loadS3Client() {
  try {
    const [s3, storage] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/lib-storage'),
    ]);
    return { ...s3, Upload: storage.Upload };
  } catch (error) {
    throw new ObjectStoreError(
      'store-client-missing',
      'Addresses with s3:// need the client of S3, which is not installed. Run: npm install @aws-sdk/client-s3 @aws-sdk/lib-storage',
      { cause: error },
    );
  }
}

/** The parts of the client. */
export type S3Parts = Awaited<ReturnType<typeof loadS3Client>>;
