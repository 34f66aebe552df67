import { compareSchedules, readSchedule } from "./schedule.ts";

const both = { days: true, hours: true };
const compare = (needed: string, offered: string): object =>
  compareSchedules(readSchedule(needed), readSchedule(offered));

describe("schedules as clerks write them", () => {
  it.each([
    ["周六", "周末", both],
    ["周六上午", "工作日", { days: false, hours: true }],
    ["工作日晚上", "周一至周五 8:00-11:00", { days: true, hours: false }],
    ["周末上午", "工作日晚间", { days: false, hours: false }],
    ["晚上到第二天早上", "工作日 18:00-次日 8:00；周末", both],
    ["周三", "除周三、周六外", { days: false, hours: true }],
    ["周四", "除周三、周六外", both],
    ["周五", "周一、周三、周五", both],
    ["周二", "周一、周三、周五", { days: false, hours: true }],
    ["周日", "周二至周日 9:00-20:30", both],
    ["中午", "每天 11:00-12:30", both],
    ["随时", "每月第二、四个周六上午", both],
    ["打烊前后都行", "每天 9:00-11:00", { days: true, hours: false }],
  ])("「%s」 against 「%s」", (needed, offered, expected) => {
    expect(compare(needed, offered)).toEqual(expected);
  });

  it("restricts nothing where nothing is understood", () => {
    expect(compare("看情况", "")).toEqual(both);
  });

  it("knows school terms, holidays and months", () => {
    expect(readSchedule("学期内周四下午").months).toContain(10);
    expect(readSchedule("学期内周四下午").months).not.toContain(8);
    expect(readSchedule("暑假每天").months).toEqual([7, 8]);
    expect(readSchedule("每年 3-4 月申报").months).toEqual([3, 4]);
  });

  it("does not bind 「周末；寒暑假」 to the holidays", () => {
    expect(readSchedule("周末；寒暑假").months).toBeNull();
  });
});
