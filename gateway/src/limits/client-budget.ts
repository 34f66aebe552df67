import { ROLES, type Role } from "@gongjian/shared/contracts/roles";
import type { Viewer } from "@gongjian/shared/viewer";
import { Refusal } from "../refusal.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { networkOf } from "./network-of.ts";
import { RateLimit } from "./rate-limit.ts";

/** What each request takes from a client's budget, whatever it asks for: reading and checking it is work too. */
const REQUEST_POINTS = 10;

/** What clients may spend in a minute. Each of several processes has its share. */
export class ClientBudget {
  private readonly byRole: ReadonlyMap<Role, RateLimit>;
  private readonly failures: RateLimit;

  constructor({ pointsPerMinute, failuresPerMinute }: Limits = LIMITS, workers = 1) {
    const share = (points: number): number => Math.ceil(points / workers);
    this.byRole = new Map(ROLES.map((role) => [role, new RateLimit(share(pointsPerMinute[role]), tooMuch)]));
    this.failures = new RateLimit(share(failuresPerMinute), tooManyFailures);
  }

  /** Before a byte of the body is read. @throws Refusal 429 RATE_LIMITED where the budget was spent already */
  assertNotSpent(viewer: Viewer, address: string): void {
    this.byRole.get(viewer.role)?.assertNotSpent(clientOf(viewer, address));
  }

  /** Counts a request and what its operation costs, before it is planned. @throws Refusal 429 RATE_LIMITED */
  async take(viewer: Viewer, address: string, cost = 0): Promise<void> {
    await this.byRole.get(viewer.role)?.take(clientOf(viewer, address), REQUEST_POINTS + cost);
  }

  /**
   * Finds out who is calling, unless too many credentials from the same network were wrong in this minute.
   * @throws what the look-up throws, or Refusal 429 RATE_LIMITED
   */
  async recognise<Caller>(address: string, lookUp: () => Caller | Promise<Caller>): Promise<Caller> {
    const network = networkOf(address);
    await this.failures.assertLeft(network);
    try {
      return await lookUp();
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) await this.failures.take(network);
      throw error;
    }
  }
}

const tooMuch = (seconds: number): string =>
  `这一分钟的额度已用完，请 ${seconds} 秒后再试；减小 first、少查几层可以省额度。`;

const tooManyFailures = (seconds: number): string => `您所在的网络有太多次凭证不对，请 ${seconds} 秒后再试。`;

/** Who has no account is told from others by the network. */
function clientOf({ subject, role }: Viewer, address: string): string {
  return role === "PUBLIC" && subject === "anonymous" ? networkOf(address) : subject;
}
