export { isUnexpected, type ProblemData, RemoteError, toProblemData } from './problem-data.js';
export { PROBLEM_TYPE, type Problem, problemSchema, toProblem } from './problem.js';
export { ServerError } from './server-error.js';
