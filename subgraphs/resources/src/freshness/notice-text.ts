import { daysBetween } from "./freshness-rule.ts";
import type { ListingNoticeView } from "./listing-notice.service.ts";

/** A notice in words, counted from today and not from the day on which it was given. */
export function noticeText({ list, title, kind, dueOn }: ListingNoticeView, today: string): string {
  const what = `${list === "resources" ? "资源" : "需求"}“${title}”`;
  const again = list === "resources" ? "还能提供的请改有效期再报" : "还需要的请改时间再报";
  const days = daysBetween(today, dueOn);
  if (kind === "CONFIRMATION_DUE") {
    return days >= 0
      ? `${what}请在 ${dueOn} 前确认还有没有效，一键即可。`
      : `${what}过了 ${dueOn} 还没有确认，已作陈旧处理，请确认。`;
  }
  if (days < 0) return `${what}已于 ${dueOn} 到期，${again}。`;
  if (days === 0) return `${what}今天到期（${dueOn}），${again}。`;
  return `${what}还有 ${days} 天到期（${dueOn}），${again}。`;
}
