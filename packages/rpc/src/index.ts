export type * from './call.js';
