import { HollowRuntime } from '../../dist/runtime/hollow/hollow-runtime.js';
import { runtimeContract } from './runtime-contract.js';

runtimeContract('hollow', () => ({
  runtime: new HollowRuntime(),
  image: 'kuorum/echo:latest',
  missingImage: 'missing/image:1',
  real: false,
  terminals: false,
}));
