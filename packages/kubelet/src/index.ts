/** Runs the pods of one node on Docker, child processes or nothing at all. */
export { kubeletVersion } from './node/node-facts.js';
export * from './kubelet-options.js';
export * from './run-kubelet.js';
export { echoImage, pauseImage } from './runtime/bundled-images.js';
export { removeClusterFromEngine } from './runtime/docker/clean-up.js';
export { ensureBundledImage } from './runtime/docker/docker-bundled-images.js';
export { DockerNetworks } from './runtime/docker/docker-networks.js';
export { connectEngine } from './runtime/docker/engine.js';
export { DockerRuntime, type DockerRuntimeOptions } from './runtime/docker/docker-runtime.js';
export { HollowRuntime } from './runtime/hollow/hollow-runtime.js';
export { removeProcesses } from './runtime/process/clean-up.js';
export { ProcessRuntime, type ProcessRuntimeOptions } from './runtime/process/process-runtime.js';
export * from './runtime/types.js';
export * as labels from './labels.js';
