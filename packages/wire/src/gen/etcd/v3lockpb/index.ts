export * from './Lock.js';
export * from './LockRequest.js';
export * from './LockResponse.js';
export * from './UnlockRequest.js';
export * from './UnlockResponse.js';
