export { importAuth } from './auth.js';
export * from './export.js';
export * from './import.js';
export * from './proto.js';
export * from './schema.js';
