import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isUnexpected, type ProblemData, ServerError, toProblemData } from '../problem/index.js';
import { logRefusal } from './log-refusal.js';
import { sendProblem } from './send-problem.js';

/** The longest part of a path that an error message repeats. */
const SHOWN_PATH_LENGTH = 200;

/** Sends every error of a request as problem details, those of Fastify and its plugins too. */
export function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const message = `There is no ${request.method} ${pathOf(request.url)}.`;
    return sendProblem(reply, toProblemData(new ServerError('not-found', message)));
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error);
    logRefusal(request, problem);
    if (problem.status === 500 && isUnexpected(error)) request.log.error({ err: error }, 'failed');
    return sendProblem(reply, problem);
  });
}

function problemOf(error: FastifyError): ProblemData {
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error.message);
  const problem = toProblemData(error);
  if (!isUnexpected(error)) return problem;
  return BY_FASTIFY_CODE[error.code]?.(error) ?? byStatus(error) ?? byParser(error) ?? problem;
}

/** The parser of forms throws plain errors, whose messages describe the form. */
function byParser({ message }: FastifyError): ProblemData | undefined {
  const reason = FORM_ERRORS.find(([pattern]) => pattern.test(message))?.[1];
  if (reason === undefined) return undefined;
  const text = `The form cannot be read: ${reason}`;
  return toProblemData(new ServerError('request-malformed', text));
}

const FORM_ERRORS: readonly (readonly [RegExp, string])[] = [
  [
    /Boundary not found|Invalid boundary|Content-Type/i,
    'its Content-Type has no usable boundary. Let your HTTP library set this header.',
  ],
  [/Unexpected end of|Part terminated early/i, 'it ends before its last boundary. Send it again.'],
  [/Malformed part header|header/i, 'the headers of a part are malformed.'],
];

function mediaType(message: string): ProblemData {
  return {
    code: 'request-invalid',
    status: 415,
    message: `${message}. Send recordings as multipart/form-data, or one recording as the body with a type such as audio/wav.`,
  };
}

/** Clients cause Fastify's errors with a status of 4xx; their messages contain nothing internal. */
function byStatus({ statusCode = 500, message }: FastifyError): ProblemData | undefined {
  if (statusCode < 400 || statusCode > 499) return undefined;
  return { code: 'request-invalid', message, status: statusCode };
}

const BY_FASTIFY_CODE: Readonly<Record<string, (error: FastifyError) => ProblemData>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ message }) => tooLarge(message),
  FST_REQ_FILE_TOO_LARGE: ({ message }) => tooLarge(message),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ({ message }) => mediaType(message),
  FST_FILES_LIMIT: ({ message }) =>
    toProblemData(new ServerError('upload-too-many', `${message}. Send fewer files at once.`)),
};

function tooLarge(message: string): ProblemData {
  return toProblemData(new ServerError('upload-too-large', `${message}. Send a smaller file.`));
}

function invalid(message: string): ProblemData {
  return toProblemData(new ServerError('request-invalid', `The request is not valid: ${message}`));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]?.slice(0, SHOWN_PATH_LENGTH) ?? '';
}
