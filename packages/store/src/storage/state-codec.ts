/**
 * Where records stand in the state database. Every key starts with a generation (4 bytes, big-endian). Generation 0
 * holds the identity and the number of the generation in use; the state itself, and how far it is, is in that one.
 * A snapshot is written into the next generation and comes into use by changing that number.
 */
import { prefixEnd } from '@kuorum/base';
import { asLogIndex, asTerm, emptyConfState, INDEX_ZERO, TERM_ZERO, type ConfState } from '../raft/index.js';
import type { Applied } from './state-db.js';
import { RESTORE_ADVICE, StorageError } from './types.js';

export const GENERATION_BYTES = 4;

const INTERNAL = 0x00;
const APPLIED_BYTES = 16;
const NODE_ID = /^[0-9a-f]{1,16}$/;

export const IDENTITY_KEY = keyOf(0, Buffer.from('identity'));
export const GENERATION_KEY = keyOf(0, Buffer.from('generation'));
/** A range that never holds a key. */
export const NOTHING_FROM: Uint8Array = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]);
export const NOTHING_TO: Uint8Array = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
/** Keys inside a generation that are not the caller's start with a zero byte. */
export const APPLIED_KEY: Uint8Array = Buffer.from([INTERNAL, 0x61]);
export const CONF_STATE_KEY: Uint8Array = Buffer.from([INTERNAL, 0x63]);
export const INSTALLED_KEY: Uint8Array = Buffer.from([INTERNAL, 0x69]);

export function isInternal(key: Uint8Array): boolean {
  return key[0] === INTERNAL;
}

/** From Buffer's pool: LevelDB's binding is given its memory as it is, where it would move a small array out of V8's heap. */
export function keyOf(generation: number, key: Uint8Array): Buffer {
  const full = Buffer.allocUnsafe(GENERATION_BYTES + key.length);
  full[0] = generation >>> 24;
  full[1] = generation >>> 16;
  full[2] = generation >>> 8;
  full[3] = generation;
  full.set(key, GENERATION_BYTES);
  return full;
}

/** [from, to) of all keys of `generation` that start with `prefix`. */
export function rangeOf(generation: number, prefix: Uint8Array = new Uint8Array(0)): [Uint8Array, Uint8Array] {
  const from = keyOf(generation, prefix);
  return [from, prefixEnd(from)];
}

export function encodeGeneration(generation: number): Uint8Array {
  return keyOf(generation, new Uint8Array(0));
}

export function decodeGeneration(key: Uint8Array): number {
  if (key.length !== GENERATION_BYTES) throw damaged('the number of the generation in use');
  return Buffer.from(key.buffer, key.byteOffset, key.length).readUInt32BE(0);
}

export function encodeApplied(applied: Pick<Applied, 'index' | 'term'>): Uint8Array {
  const bytes = Buffer.allocUnsafe(APPLIED_BYTES);
  bytes.writeBigUInt64BE(BigInt(applied.index), 0);
  bytes.writeBigUInt64BE(BigInt(applied.term), 8);
  return bytes;
}

/** `confState` as stored beside it; both undefined = nothing was ever applied. */
export function decodeApplied(applied: Uint8Array | undefined, confState: Uint8Array | undefined): Applied {
  const conf = confState === undefined ? emptyConfState : decodeConfState(confState);
  if (applied === undefined) return { index: INDEX_ZERO, term: TERM_ZERO, confState: conf };
  if (applied.length !== APPLIED_BYTES) throw damaged('how far it was applied');
  const bytes = Buffer.from(applied);
  const [index, term] = [Number(bytes.readBigUInt64BE(0)), Number(bytes.readBigUInt64BE(8))];
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(term)) throw damaged('how far it was applied');
  return { index: asLogIndex(index), term: asTerm(term), confState: conf };
}

interface StoredConfState {
  readonly voters: string[];
  readonly votersOutgoing: string[];
  readonly learners: string[];
  readonly learnersNext: string[];
  readonly autoLeave: boolean;
}

export function encodeConfState(confState: ConfState): Uint8Array {
  const texts = (ids: readonly bigint[]): string[] => ids.map((id) => id.toString(16));
  const stored: StoredConfState = {
    voters: texts(confState.voters),
    votersOutgoing: texts(confState.votersOutgoing),
    learners: texts(confState.learners),
    learnersNext: texts(confState.learnersNext),
    autoLeave: confState.autoLeave,
  };
  return Buffer.from(JSON.stringify(stored));
}

function decodeConfState(bytes: Uint8Array): ConfState {
  const stored = parseObject(bytes);
  const ids = (name: keyof StoredConfState): bigint[] => {
    const texts: unknown = stored?.[name];
    if (!Array.isArray(texts)) throw damaged('the membership');
    return texts.map((text: unknown) => {
      if (typeof text !== 'string' || !NODE_ID.test(text)) throw damaged('the membership');
      return BigInt(`0x${text}`);
    });
  };
  return {
    voters: ids('voters'),
    votersOutgoing: ids('votersOutgoing'),
    learners: ids('learners'),
    learnersNext: ids('learnersNext'),
    autoLeave: stored?.['autoLeave'] === true,
  };
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
}

function damaged(what: string): StorageError {
  return new StorageError('corrupt', `Cannot use the state as ${what} is not readable: ${RESTORE_ADVICE}`);
}
