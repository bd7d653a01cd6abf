/** `node --import` this to run a program as if `onnxruntime-node` were not installed. */
import Module from 'node:module';

const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  if (/^onnxruntime-node(\/|$)/.test(request)) {
    throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
  }
  return resolveFilename.call(this, request, ...rest);
};
