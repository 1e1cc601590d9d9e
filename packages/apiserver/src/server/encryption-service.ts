/** How Secrets are stored, and writing them anew with the key that writes: what a person needs who exchanges keys. */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { make, methodNotAllowed, toWire, type EncryptionStatus } from '@kuorum/api';
import type { Logger } from '@kuorum/base/node';
import type { EtcdClient } from '@kuorum/client';
import { countKeys, rotateSecrets, type KeyCount } from '../registry/rotate-secrets.js';
import type { Cipher } from '../registry/secret-cipher.js';
import { serverStream, unary } from './calls.js';
import type { ServiceDeps } from './resource-service.js';

export interface EncryptionDeps {
  /** As it is stored. */
  readonly store: EtcdClient;
  /** Undefined: nothing is encrypted. */
  readonly cipher: Cipher | undefined;
  readonly logger: Logger;
}

export function encryptionService(
  { store, cipher, logger }: EncryptionDeps,
  { gate, checkReady }: Pick<ServiceDeps, 'gate' | 'checkReady'>,
): UntypedServiceImplementation {
  const mustCipher = (): Cipher => {
    checkReady();
    if (cipher !== undefined) return cipher;
    throw methodNotAllowed('this server does not encrypt Secrets: it runs without --encryption-key-file');
  };
  return {
    Status: unary('EncryptionStatusRequest', 'EncryptionStatus', gate, async (_request, { signal }) => {
      const keys = mustCipher();
      return statusOf(keys, await countKeys(store, keys, signal), 0);
    }),
    Rotate: serverStream('EncryptionRotateRequest', gate, async (_request, call) => {
      const keys = mustCipher();
      const tell = (count: KeyCount, rewritten: number): void => {
        call.write(toWire('EncryptionStatus', statusOf(keys, count, rewritten)));
      };
      const before = await countKeys(store, keys, call.signal);
      tell(before, 0);
      const rewritten = await rotateSecrets(store, keys, logger, call.signal, (done) => tell(before, done));
      tell(await countKeys(store, keys, call.signal), rewritten);
      logger.info({ secrets: rewritten, writingKey: keys.writingName }, 'wrote stored Secrets anew, as asked');
      call.end();
    }),
  };
}

function statusOf({ writingName }: Cipher, { keys, ...count }: KeyCount, rewritten: number): EncryptionStatus {
  const uses = [...keys].map(([name, secrets]) => ({ name, secrets }));
  return make('EncryptionStatus', { writingKey: writingName, keys: uses, ...count, rewritten });
}
