/** Moments between two steps of a member at which its process can be made to die. */
export const crashPoints = [
  'beforeLogWrite',
  'afterLogWrite',
  'afterLogSync',
  'confChangeLogged',
  'beforeApply',
  'betweenSlices',
  'beforeConfChange',
  'afterConfChange',
  'afterApply',
  'afterAnswers',
  'beforeStateSync',
  'afterStateSync',
  'betweenCuts',
  'betweenCompactions',
  'beforeInstall',
  'betweenInstalls',
  'afterInstall',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** The process dies here and now. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}
