/** Scripts of commands with the output that they must have. */
export * from './line-diff.js';
export * from './run-script.js';
export * from './script-args.js';
export * from './script-file.js';
export * from './script.js';
