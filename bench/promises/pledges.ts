import { checkCallers, checkSignedCalls } from "./checks/callers.ts";
import { checkGarbage, checkHostileRequests } from "./checks/hostile.ts";
import { checkHours } from "./checks/hours.ts";
import { checkAcknowledged, checkImports, checkOnce } from "./checks/lists.ts";
import { checkOverload, checkSoak } from "./checks/load.ts";
import { checkLostSubgraphs } from "./checks/lost-subgraphs.ts";
import { checkStopping, checkWatchdog } from "./checks/processes.ts";
import { checkTimeOuts } from "./checks/time-outs.ts";
import type { Check } from "./finding.ts";

/** A promise of the platform; docs/promises.md tells what exactly is promised. */
export interface Pledge {
  readonly number: number;
  readonly name: string;
  /** Null where nobody has written one yet. */
  readonly check: Check | null;
  /** Whether only the long form shows anything. */
  readonly isLong: boolean;
}

function pledge(number: number, name: string, check: Check | null = null): Pledge {
  return { number, name, check, isLong: false };
}

function longPledge(number: number, name: string, check: Check): Pledge {
  return { number, name, check, isLong: true };
}

/** All of them, in order. */
export const PLEDGES: readonly Pledge[] = [
  longPledge(1, "确认了的写入不丢 No acknowledged write is lost", checkAcknowledged),
  longPledge(2, "发布恰好一次 Publishing happens exactly once", checkOnce),
  pledge(3, "时数守恒 Hours are conserved", checkHours),
  pledge(4, "不重复承诺 Nothing is promised twice"),
  pledge(5, "一个子图停了，其余照常 One subgraph down leaves the rest", checkLostSubgraphs),
  pledge(6, "超时有序 Time-outs are in order", checkTimeOuts),
  pledge(7, "从容停止 Stopping is graceful", checkStopping),
  pledge(8, "恶意请求花费小 Hostile requests are cheap", checkHostileRequests),
  pledge(9, "垃圾被拒绝 Garbage is refused", checkGarbage),
  pledge(10, "卡住的进程被替换 A hung process is replaced", checkWatchdog),
  pledge(11, "各看各的、各写各的 Nobody reads or writes what is not theirs"),
  pledge(12, "子图只答网关 Subgraphs answer only the gateway", checkSignedCalls),
  pledge(13, "只认真实的调用者 Only genuine callers", checkCallers),
  longPledge(14, "导入精确且有界 Imports are exact and bounded", checkImports),
  pledge(15, "导出安全 Exports are safe"),
  pledge(16, "审计日志可信 The audit log tells"),
  pledge(17, "个人信息不外泄 Personal data stay inside"),
  pledge(18, "事件送达 Events arrive"),
  pledge(19, "期限准时 Deadlines fire"),
  pledge(20, "迁移可逆且平缓 Migrations are reversible and gentle"),
  pledge(21, "备份可恢复 Backups restore"),
  longPledge(22, "持续运行 It keeps running", checkSoak),
  pledge(23, "过载时减载 Overload is shed", checkOverload),
  pledge(24, "供应链可知 The supply chain is known"),
];
