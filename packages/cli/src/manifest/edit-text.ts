/** The text that `kuorum edit` hands to an editor: a head of comments, then the objects. Pure. */
import type { KindInfo } from '@kuorum/api';
import { parseManifest, type ManifestObject } from './load.js';

/** Why a text could not be taken: a sentence, and its particulars. */
export interface Reason {
  readonly head: string;
  readonly details: readonly string[];
}

const introduction = [
  "# Please edit the object below. Lines beginning with a '#' will be ignored,",
  '# and an empty file will abort the edit. If an error occurs while saving this file will be',
  '# reopened with the relevant failures.',
  '#',
];

/** kubectl's head; JSON has no comments, and gets none. */
export function headText(reasons: readonly Reason[]): string {
  const lines = reasons.flatMap(({ head, details }) => [
    `# ${comment(head)}${details.length > 0 ? ':' : ''}`,
    ...details.map((detail) => `# * ${comment(detail)}`),
    '#',
  ]);
  return [...introduction, ...lines, ''].join('\n');
}

function comment(text: string): string {
  return text.replaceAll('\n', '\n# ');
}

/** Without comments that take a line; what is indented may belong to a value. */
export function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}

/** Whether an editor changed something that counts. */
export function sameText(a: string, b: string): boolean {
  return withoutComments(a).trimEnd() === withoutComments(b).trimEnd();
}

/** The objects of an edited text, or why there are none. */
export function parseEdited(text: string): { objects: ManifestObject[]; reason: Reason | undefined } {
  const objects: ManifestObject[] = [];
  const problems: string[] = [];
  parseManifest('the file', text, objects, problems);
  if (problems.length === 0) return { objects, reason: undefined };
  return { objects: [], reason: { head: 'The edited file failed validation', details: problems } };
}

/** What tells edited objects apart. */
export function editKey({ kind }: KindInfo, metadata: { readonly namespace: string; readonly name: string }): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}
