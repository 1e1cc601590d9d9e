/** Annotation of the bookmark after the last initial event of a watch; Kubernetes' name. Its value is "true". */
export const initialEventsEnd = 'k8s.io/initial-events-end';
