/** What `describe` tells of an object besides itself. Asks for each list once, however many objects are described. */
import {
  isForbidden,
  isNotFound,
  kinds,
  matchesLabels,
  podSelectorOf,
  podTemplateOf,
  type ApiObject,
  type Event,
  type KindInfo,
  type Node,
  type Pod,
} from '@kuorum/api';
import type { ApiClient, Selection } from '@kuorum/client';
import type { Surroundings } from '../print/describe.js';
import { allocatedText } from '../print/describe-node.js';
import { listAll } from './list.js';

export class Surrounders {
  private readonly lists = new Map<string, Promise<readonly ApiObject[]>>();

  constructor(
    private readonly client: ApiClient,
    private readonly options: { readonly showEvents: boolean },
  ) {}

  async of(info: KindInfo, object: ApiObject): Promise<Surroundings> {
    const [events, pods, endpoints] = await Promise.all([
      this.options.showEvents ? this.eventsOf(info, object) : undefined,
      this.podsOf(info, object),
      info.kind === 'Service' ? this.endpointsOf(object) : undefined,
    ]);
    const sections = await this.sectionsOf(info, object, pods);
    return {
      pods,
      sections,
      ...(events === undefined ? {} : { events }),
      ...(endpoints === undefined ? {} : { endpoints }),
    };
  }

  private async sectionsOf(info: KindInfo, object: ApiObject, pods: readonly Pod[]): Promise<string[]> {
    if (info.kind === 'Node') return [allocatedText(object as Node, pods)];
    if (info.kind !== 'Pod') return [];
    const pod = object as Pod;
    const waits = pod.spec.nodeName === '' && (pod.status.phase || 'Pending') === 'Pending';
    return waits && pod.metadata.deletionTimestamp === '' ? this.schedulingOf(pod) : [];
  }

  private async schedulingOf(pod: Pod): Promise<string[]> {
    try {
      const [nodes, pods] = await Promise.all([this.list(kinds.Node, {}), this.list(kinds.Pod, {})]);
      const { ClusterState, defaultFilters } = await import('@kuorum/scheduler');
      const { schedulingText } = await import('../print/describe-scheduling.js');
      const state = new ClusterState();
      for (const node of nodes) state.setNode(node as Node);
      for (const each of pods) state.setPod(each as Pod);
      return [schedulingText(pod, state.nodes(), defaultFilters)];
    } catch (error) {
      // Who may see the pod need not be allowed to see all nodes; its condition says the same in one line.
      if (isForbidden(error)) return [];
      throw error;
    }
  }

  /** Events of the kind: those of one object are picked by its uid, which a kubelet that knows only names leaves out. */
  private async eventsOf(info: KindInfo, { metadata }: ApiObject): Promise<Event[]> {
    const namespace = info.namespaced ? metadata.namespace : undefined;
    const events = await this.list(kinds.Event, { namespace, fieldSelector: `involvedObject.kind=${info.kind}` });
    return (events as readonly Event[]).filter(
      ({ involvedObject }) =>
        involvedObject?.name === metadata.name &&
        (involvedObject.uid === metadata.uid || involvedObject.uid === metadata.name || involvedObject.uid === ''),
    );
  }

  private async podsOf(info: KindInfo, object: ApiObject): Promise<Pod[]> {
    if (info.kind === 'Node') {
      return (await this.list(kinds.Pod, { fieldSelector: `spec.nodeName=${object.metadata.name}` })) as Pod[];
    }
    const selector = podTemplateOf(info.kind, object) === undefined ? undefined : podSelectorOf(info.kind, object);
    if (selector === undefined) return [];
    const pods = (await this.list(kinds.Pod, { namespace: object.metadata.namespace })) as Pod[];
    return pods.filter((pod) => matchesLabels(selector, pod.metadata.labels));
  }

  private async endpointsOf({ metadata }: ApiObject): Promise<Surroundings['endpoints']> {
    try {
      return await this.client.resource('Endpoints').get(metadata.namespace, metadata.name);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private list(info: KindInfo, selection: Selection): Promise<readonly ApiObject[]> {
    const key = JSON.stringify([info.kind, selection]);
    const present = this.lists.get(key);
    if (present !== undefined) return present;
    const listed = listAll(this.client, info, selection).then(({ items }) => items);
    this.lists.set(key, listed);
    return listed;
  }
}
