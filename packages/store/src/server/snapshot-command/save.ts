/**
 * `snapshot save`: takes a snapshot of one member over the API, ours or etcd's. It is written to FILE.part, checked
 * against its checksum, synced and only then given its name.
 */
import { createHash, type Hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { bindAddress, hostPort } from '../addresses.js';
import { tlsChannel, type TlsChannel } from '../tls-client.js';
import { HASH_BYTES, SnapshotError } from './file.js';
import { humanBytes } from './status.js';

export interface SaveOptions {
  readonly file: string;
  /** URL or host:port. */
  readonly endpoint: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** `name:password`. */
  readonly user?: string;
  readonly dialTimeoutMs: number;
  readonly progress: (text: string) => void;
}

const PROGRESS_MS = 2_000;

/** Gives the size of the database. Rejects with {@link SnapshotError}; FILE is then as it was. */
export async function saveSnapshot(options: SaveOptions): Promise<number> {
  const part = `${options.file}.part`;
  const channel = await channelOf(options);
  const metadata = await metadataOf(options, channel);
  const client = createClient<etcdserverpb.MaintenanceClient>(
    'etcdserverpb.Maintenance',
    addressOf(options.endpoint),
    channel.credentials,
    channel.options,
  );
  const file = await open(part, 'w', 0o600);
  try {
    await ready(client, options);
    const sizeBytes = await receive(client, metadata, file, options);
    await file.sync();
    await file.close();
    await rename(part, options.file);
    const directory = await open(dirname(resolve(options.file)));
    await directory.sync().finally(() => directory.close());
    return sizeBytes;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    if (error instanceof SnapshotError) throw error;
    const text = error instanceof Error ? (error as Partial<ServiceError>).details || error.message : String(error);
    throw new SnapshotError(`Cannot save a snapshot of ${options.endpoint}: ${text}`, { cause: error });
  } finally {
    client.close();
  }
}

async function receive(
  client: etcdserverpb.MaintenanceClient,
  metadata: Metadata,
  file: FileHandle,
  { progress, endpoint }: SaveOptions,
): Promise<number> {
  const hash = new TrailingHash();
  let toldMs = performance.now();
  let receivedBytes = 0;
  for await (const message of client.Snapshot({}, metadata) as AsyncIterable<etcdserverpb.SnapshotResponse__Output>) {
    const { blob, remaining_bytes } = message;
    await writeAll(file, blob);
    hash.update(blob);
    receivedBytes += blob.length;
    if (performance.now() - toldMs < PROGRESS_MS) continue;
    toldMs = performance.now();
    progress(`received ${humanBytes(receivedBytes)}, ${humanBytes(Number(remaining_bytes))} to come`);
  }
  if (!hash.matches())
    throw new SnapshotError(`the snapshot of ${endpoint} came without its checksum, or damaged: try again`);
  return receivedBytes - HASH_BYTES;
}

/** SHA-256 of all but the last bytes, which are the checksum itself; how they are cut into messages does not matter. */
class TrailingHash {
  private readonly hash: Hash = createHash('sha256');
  private tail: Buffer = Buffer.alloc(0);

  update(bytes: Buffer): void {
    const all = Buffer.concat([this.tail, bytes]);
    const hashed = Math.max(0, all.length - HASH_BYTES);
    this.hash.update(all.subarray(0, hashed));
    this.tail = all.subarray(hashed);
  }

  matches(): boolean {
    return this.hash.digest().equals(this.tail);
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
}

function ready(client: etcdserverpb.MaintenanceClient, { dialTimeoutMs, endpoint }: SaveOptions): Promise<void> {
  return new Promise((answer, reject) => {
    client.waitForReady(Date.now() + dialTimeoutMs, (error) => {
      if (error === undefined) answer();
      else reject(new SnapshotError(`Cannot connect to ${endpoint} within ${dialTimeoutMs / 1000} s`));
    });
  });
}

async function channelOf({ endpoint, caFile, certFile, keyFile }: SaveOptions): Promise<TlsChannel> {
  const isSecure = endpoint.startsWith('https:') || [caFile, certFile, keyFile].some((file) => file !== undefined);
  if (!isSecure) return { credentials: credentials.createInsecure(), options: {} };
  if ((certFile === undefined) !== (keyFile === undefined)) throw new SnapshotError('--cert and --key go together');
  const [ca, cert, key] = await Promise.all([caFile, certFile, keyFile].map(pem));
  const context = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), minVersion: 'TLSv1.2' as const };
  return tlsChannel(bindAddress(`https://${addressOf(endpoint)}`).host, context);
}

async function pem(path: string | undefined): Promise<Buffer | undefined> {
  return path === undefined ? undefined : readFile(path);
}

async function metadataOf({ user, endpoint }: SaveOptions, channel: TlsChannel): Promise<Metadata> {
  const metadata = new Metadata();
  if (user === undefined) return metadata;
  const colon = user.indexOf(':');
  if (colon < 0) throw new SnapshotError('--user must be name:password');
  const client = createClient<etcdserverpb.AuthClient>(
    'etcdserverpb.Auth',
    addressOf(endpoint),
    channel.credentials,
    channel.options,
  );
  const request = { name: user.slice(0, colon), password: user.slice(colon + 1) };
  try {
    const token = await new Promise<string>((answer, reject) => {
      client.Authenticate(request, (error, response) =>
        error === null ? answer(response?.token ?? '') : reject(error),
      );
    });
    metadata.set('token', token);
  } catch (error) {
    throw new SnapshotError(`Cannot log in to ${endpoint}: ${(error as ServiceError).details}`, { cause: error });
  } finally {
    client.close();
  }
  return metadata;
}

function addressOf(endpoint: string): string {
  return endpoint.includes('://') ? hostPort(endpoint) : endpoint;
}
