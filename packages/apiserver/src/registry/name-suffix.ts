/** What is put behind `generateName`. */
import { randomBytes } from 'node:crypto';
import { nameSuffixChars } from '../limits.js';

/** Letters and digits that spell nothing, as Kubernetes' generated names have them. */
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function newSuffix(): string {
  return [...randomBytes(nameSuffixChars)].map((byte) => suffixAlphabet[byte % suffixAlphabet.length]).join('');
}
