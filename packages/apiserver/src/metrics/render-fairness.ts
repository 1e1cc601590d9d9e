/** Priority and fairness, under kube-apiserver's names. */
import type { MetricsText, Samples } from '@kuorum/base';
import type { FlowCounts, SeatKeeper } from '../server/seat-keeper.js';

export function renderFairness(text: MetricsText, { dispatcher, flows }: SeatKeeper): void {
  const { levels } = dispatcher;
  const byLevel = (value: (level: (typeof levels)[number]) => number): Samples =>
    levels.map((level) => [{ priority_level: level.name }, value(level)]);
  text.gauge(
    'apiserver_flowcontrol_nominal_limit_seats',
    "Seats that are a level's own.",
    byLevel(({ nominal }) => nominal),
  );
  text.gauge(
    'apiserver_flowcontrol_lower_limit_seats',
    'Those of them that it never lends.',
    byLevel(({ guaranteed }) => guaranteed),
  );
  text.gauge(
    'apiserver_flowcontrol_current_executing_seats',
    'Seats in use.',
    byLevel(({ occupied }) => occupied),
  );
  text.gauge(
    'apiserver_flowcontrol_current_executing_requests',
    'Calls that have a seat.',
    byLevel(({ running }) => running),
  );
  text.gauge(
    'apiserver_flowcontrol_current_inqueue_requests',
    'Calls that wait for one.',
    byLevel(({ waiting }) => waiting),
  );
  const counts = [...flows.values()];
  const labelsOf = ({ level, schema }: FlowCounts): Record<string, string> => ({
    priority_level: level,
    flow_schema: schema,
  });
  text.counter(
    'apiserver_flowcontrol_dispatched_requests_total',
    'Calls that got a seat.',
    counts.map((each) => [labelsOf(each), each.dispatched]),
  );
  text.counter(
    'apiserver_flowcontrol_rejected_requests_total',
    'Calls that got none, by why.',
    counts.flatMap((each) =>
      [...each.refused].map(([reason, times]) => [{ ...labelsOf(each), reason }, times] as const),
    ),
  );
  text.histogram(
    'apiserver_flowcontrol_request_wait_duration_seconds',
    'How long those that got a seat waited for it.',
    counts.map((each) => [labelsOf(each), each.waitSeconds]),
  );
}
