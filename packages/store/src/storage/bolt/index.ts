export { BoltError } from './layout.js';
export { BoltReader } from './reader.js';
export { BoltWriter, type BoltEntry } from './writer.js';
