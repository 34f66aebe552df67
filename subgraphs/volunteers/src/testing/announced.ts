import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import { waitingDeliveries } from "@gongjian/shared/testing/job-queue";

/** The announcements that wait in the job queue, oldest first. */
export async function announced(jobsUrl: string): Promise<EventEnvelope<"supply.changed">[]> {
  const deliveries = await waitingDeliveries(jobsUrl);
  return deliveries.flatMap(({ events }) => events as EventEnvelope<"supply.changed">[]);
}
