import { APOLLO, FLOOR, HIVE, MERCURIUS, OURS, type Gateway } from "./gateways.ts";
import type { Scenario } from "./requests.ts";
import type { Figures } from "./trial.ts";

export interface Measured {
  readonly gateway: Gateway;
  readonly figures: Figures;
}

const TITLES: Record<Scenario, string> = {
  big: "big: 5 subgraph calls, about 30 KB, no two requests at once alike",
  small: "small: 1 subgraph call, no two requests at once alike",
  identical: "identical: the big query, nearly all requests at once alike",
  chinese: "chinese: the big query where the texts are Chinese",
};

type All = ReadonlyMap<Scenario, readonly Measured[]>;

/** Prints what each gateway did in a scenario. */
export function printScenario(scenario: Scenario, measured: readonly Measured[]): void {
  const [apollo, floor] = [APOLLO, FLOOR].map((gateway) => figuresOf(measured, gateway));
  const rows = measured.map(({ gateway, figures }) => [
    gateway.name,
    {
      "req/s": Math.round(figures.throughput),
      "× Apollo": ratio(figures.throughput, apollo?.throughput),
      "CPU ms": round(figures.cpuMs, 3),
      "by CPU × Apollo": apollo ? round(apollo.cpuMs / figures.cpuMs, 2) : "-",
      "CPU × floor": ratio(figures.cpuMs, floor?.cpuMs),
      "p50 ms": round(figures.p50Ms, 1),
      "p99 ms": round(figures.p99Ms, 1),
      "calls/req": round(figures.callsPerRequest, 2),
      "wrong (asked 0)": figures.wrong,
    },
  ]);
  console.log(`\n${TITLES[scenario]}`);
  console.table(Object.fromEntries(rows));
}

/** Prints each bar with what was asked, what was measured, and the memory of each gateway after all load. */
export function printBars(all: All, memory: ReadonlyMap<string, number>): void {
  const times = (mine: Scenario, other: Gateway, its: Scenario = mine): number => {
    const [a, b] = [figuresIn(all, mine, OURS), figuresIn(all, its, other)];
    return a && b ? a.throughput / b.throughput : NaN;
  };
  const cpu = (scenario: Scenario): number =>
    (figuresIn(all, scenario, OURS)?.cpuMs ?? NaN) / (figuresIn(all, scenario, FLOOR)?.cpuMs ?? NaN);
  const bars: [string, number, (value: number) => boolean, string][] = [
    ["big × Apollo standalone", times("big", APOLLO), (value) => value >= 5, "≥ 5"],
    ["small × Apollo standalone", times("small", APOLLO), (value) => value >= 10, "≥ 10"],
    ["big, CPU × floor", cpu("big"), (value) => value <= 2, "≤ 2"],
    ["small, CPU × floor", cpu("small"), (value) => value <= 2, "≤ 2"],
    ...[HIVE, MERCURIUS].flatMap((rival) =>
      (["big", "small"] as const).map((scenario): (typeof bars)[number] => [
        `${scenario} × ${rival.name}`,
        times(scenario, rival),
        (value) => value > 1,
        "> 1",
      ]),
    ),
    ["identical × Apollo's big", times("identical", APOLLO, "big"), (value) => value >= 12, "≥ 12"],
    ["memory after load, MB", memory.get(OURS.key) ?? NaN, (value) => value <= 220, "≤ 220"],
  ];
  const known = bars.filter(([, value]) => !Number.isNaN(value));
  console.table(
    Object.fromEntries(
      known.map(([name, value, isMet, asked]) => [
        name,
        { asked, measured: round(value, 2), met: isMet(value) },
      ]),
    ),
  );
  console.table(
    Object.fromEntries([...memory].map(([key, mb]) => [key, { "memory, MB of PSS": Math.round(mb) }])),
  );
}

function figuresIn(all: All, scenario: Scenario, gateway: Gateway): Figures | undefined {
  return figuresOf(all.get(scenario) ?? [], gateway);
}

function figuresOf(measured: readonly Measured[], { key }: Gateway): Figures | undefined {
  return measured.find(({ gateway }) => gateway.key === key)?.figures;
}

function ratio(value: number, other: number | undefined): number | string {
  return other === undefined ? "-" : round(value / other, 2);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
