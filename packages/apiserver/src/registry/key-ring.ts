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

export interface KeyChanges {
  /** Something may be readable that was not, or the other way round. */
  readonly onOtherKeys: () => void;
  /** Another key has begun to write. */
  readonly onOtherWriter: () => void;
}

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

  /** Looks at the file from now on. */
  start(heard: KeyChanges): void {
    if (this.stopped) return;
    this.timer = this.clock.setTimeout(() => {
      if (this.stopped) return;
      this.maybeReload(heard);
      this.start(heard);
    }, tlsReloadIntervalMs);
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  private maybeReload({ onOtherKeys, onOtherWriter }: KeyChanges): void {
    const stamp = this.stamp();
    if (stamp === this.seen) return;
    this.seen = stamp;
    const before = this.current;
    try {
      this.current = readEncryptionKeys(this.path);
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      this.logger.error({ err: error }, 'cannot use the new encryption keys, the old ones stay in use');
      return;
    }
    this.logger.info({ file: this.path, writingKey: this.writingName }, 'read the encryption keys anew');
    if (!this.current.opensAs(before)) onOtherKeys();
    if (this.writingName !== before.writingName) onOtherWriter();
  }

  /** Follows links, as mounted secrets change by moving one. */
  private stamp(): string {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    return `${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
  }
}
