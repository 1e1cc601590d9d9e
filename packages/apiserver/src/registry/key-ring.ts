/**
 * The encryption keys of a running server: its file is read again when it changes, so that keys are exchanged without a
 * restart. What is wrong with a new file is told, and the keys that were read before stay in use.
 */
import { statSync } from 'node:fs';
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { SecurityError } from '../auth/security-error.js';
import { tlsReloadIntervalMs } from '../limits.js';
import { readEncryptionKeys, type Cipher, type SecretCipher } from './secret-cipher.js';

export class KeyRing implements Cipher {
  private current: SecretCipher;
  private seen: string;
  private timer: Timer | undefined;
  private stopped = false;

  /** Throws SecurityError. */
  constructor(
    private readonly path: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.seen = this.stamp();
    this.current = readEncryptionKeys(path);
  }

  get writingName(): string {
    return this.current.writingName;
  }

  encrypt(storageKey: Uint8Array, value: Uint8Array): Buffer {
    return this.current.encrypt(storageKey, value);
  }

  decrypt(storageKey: Uint8Array, stored: Buffer): Buffer | undefined {
    return this.current.decrypt(storageKey, stored);
  }

  isCurrent(stored: Buffer): boolean {
    return this.current.isCurrent(stored);
  }

  /** Looks at the file from now on; `onChange` is told when another key has begun to write. */
  start(onChange: () => void): void {
    if (this.stopped) return;
    this.timer = this.clock.setTimeout(() => {
      if (this.stopped) return;
      if (this.maybeReload()) onChange();
      this.start(onChange);
    }, tlsReloadIntervalMs);
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** True when another key writes than before. */
  maybeReload(): boolean {
    const stamp = this.stamp();
    if (stamp === this.seen) return false;
    this.seen = stamp;
    const before = this.current.writingName;
    try {
      this.current = readEncryptionKeys(this.path);
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      this.logger.error({ err: error }, 'cannot use the new encryption keys, the old ones stay in use');
      return false;
    }
    this.logger.info({ file: this.path, writingKey: this.writingName }, 'read the encryption keys anew');
    return this.writingName !== before;
  }

  /** Follows links, as mounted secrets change by moving one. */
  private stamp(): string {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    return `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
  }
}
