/** What ties a job to its pods: labels that nobody else gives, made by the server (Kubernetes' names). */
import { make } from './codec.js';
import type { Job, ObjectMeta } from './gen/types.js';

export const jobUidLabel = 'batch.kubernetes.io/controller-uid';
export const jobNameLabel = 'batch.kubernetes.io/job-name';

/** The same under the names that they had before Kubernetes 1.27; tools still select by them. */
const legacyUidLabel = 'controller-uid';
const legacyNameLabel = 'job-name';

/** Labels of the pods of a job. */
export function jobLabels({ name, uid }: Pick<ObjectMeta, 'name' | 'uid'>): Record<string, string> {
  return { [jobUidLabel]: uid, [jobNameLabel]: name, [legacyUidLabel]: uid, [legacyNameLabel]: name };
}

/**
 * Gives a new job, which has its uid already, the labels and the selector of its own pods, unless it says that it sees to
 * that itself. What was set before stays: validation says when it does not fit.
 */
export function generateJobSelector({ metadata, spec }: Job): void {
  if (spec.manualSelector === true) return;
  const template = spec.template.metadata;
  template.labels = { ...jobLabels(metadata), ...template.labels };
  spec.selector ??= make('LabelSelector', {});
  spec.selector.matchLabels = { [jobUidLabel]: metadata.uid, ...spec.selector.matchLabels };
}
