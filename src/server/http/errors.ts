import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { describeFailure, type Failure, isUnexpected } from '../problem-data.js';
import { ServerError } from '../server-error.js';
import { sendProblem } from './problem.js';

/** Makes every failure of a request, whoever noticed it, into problem details. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      describeFailure(
        new ServerError('not-found', `There is no ${request.method} ${pathOf(request.url)}.`),
      ),
    ),
  );
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const failure = failureOf(error);
    if (failure.status === 500 && isUnexpected(error)) request.log.error({ err: error }, 'failed');
    return sendProblem(reply, failure);
  });
}

function failureOf(error: FastifyError): Failure {
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.message);
  const failure = describeFailure(error);
  if (!isUnexpected(error)) return failure;
  return BY_FASTIFY_CODE[error.code]?.(error) ?? byStatus(error) ?? failure;
}

/** Fastify's and its plugins' own errors that clients cause: 4xx with a text fit for them. */
function byStatus({ statusCode = 500, message }: FastifyError): Failure | undefined {
  if (statusCode < 400 || statusCode > 499) return undefined;
  return { code: 'request-invalid', message, status: statusCode };
}

const BY_FASTIFY_CODE: Readonly<Record<string, (error: FastifyError) => Failure>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ message }) => tooLarge(message),
  FST_REQ_FILE_TOO_LARGE: ({ message }) => tooLarge(message),
  FST_FILES_LIMIT: ({ message }) =>
    describeFailure(new ServerError('upload-too-many', `${message}. Send fewer at once.`)),
};

function tooLarge(message: string): Failure {
  return describeFailure(new ServerError('upload-too-large', `${message}. Send a smaller one.`));
}

function invalid(message: string): Failure {
  return describeFailure(
    new ServerError('request-invalid', `The request is not valid: ${message}`),
  );
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, 200) ?? '';
}
