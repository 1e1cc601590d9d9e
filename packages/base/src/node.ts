/** The part of base that needs Node: logs and process lifecycle. */
export * from './file-readers.js';
export * from './lifecycle.js';
export * from './logger.js';
export * from './process-metrics.js';
export * from './framed-socket.js';
