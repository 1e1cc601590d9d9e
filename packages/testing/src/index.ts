/** What tests share: waiting, cleaning up, real processes, fakes and the contracts that fakes and real parts both pass. */
export * from './api-client-contract.js';
export * from './cleanup.js';
export * from './collect-garbage.js';
export * from './eventually.js';
export * from './fake-api.js';
export * from './free-port.js';
export * from './json-mutator.js';
export * from './real-etcd.js';
