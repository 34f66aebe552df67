export interface AudienceFit {
  readonly accepted: boolean;
  readonly value: number;
}

/** 全体居民 means people; a service at their door is not open to shops, firms and organisations. */
const BODIES: ReadonlySet<string> = new Set(["商户", "企业", "社会组织", "成员单位"]);
const EVERYONE = "全体居民";
const MEMBER_UNIT = "成员单位";
/** Categories whose work is done in the asker's building. */
const AT_THE_DOOR = /^[GIJ]/;

/** Groups that a text may name beside, or more closely than, the column does. */
const NAMED_IN_TEXT: readonly (readonly [string, RegExp])[] = [
  ["老年人", /老人|老年|奶奶|爷爷|老伴|老两口|老头|老太|高龄|养老/],
  ["儿童", /孩子|小孩|娃|儿童|小朋友|小学|幼儿/],
  ["青少年", /学生|初[中一二三]|高[中一二三]|青少年|少年/],
  ["妇女", /妇女|姐妹|大姐|阿姨|妈妈|嫂|女工/],
  ["孕产妇", /孕妇|产妇|宝妈|月子|哺乳|喂奶/],
  ["残疾人", /残疾|残障|轮椅|截肢|聋|盲人/],
  ["困难家庭", /低保|困难|特困|五保|贫困|生活费/],
  ["党员", /党员|支部/],
  ["志愿者", /志愿者|义工|星级户/],
  ["求职人员", /求职|失业|下岗|待业|零工|打工|找工作|返乡|工钱|欠薪/],
  ["新就业群体", /骑手|外卖|快递|小哥|网约车|货车司机/],
  ["环卫工人", /环卫|扫马路|保洁员/],
  ["商户", /店主|商户|摊主|个体户|门店|开店/],
  ["社会组织", /社会组织|社团|协会|义工会|志愿队/],
];

const THROUGH_GENERAL = 0.9;
const NAMED_ONLY = 0.8;
const PARTLY = 0.6;

/** The groups a need's text names, whatever its audience column says. */
export function groupsNamedIn(text: string): string[] {
  return NAMED_IN_TEXT.filter(([, pattern]) => pattern.test(text)).map(([group]) => group);
}

/**
 * Does the supply accept these people? Every need is raised by a unit, so what serves 成员单位 serves it.
 * `named` are the groups the need's text speaks of: 「全体居民」 whose text is about old people is
 * partly served by what is for old people.
 */
export function fitAudience(
  needed: readonly string[],
  named: readonly string[],
  offered: readonly string[],
  category: string | null,
): AudienceFit {
  if (needed.length === 0 || offered.length === 0) return { accepted: true, value: THROUGH_GENERAL };
  const atTheDoor = AT_THE_DOOR.test(category ?? "");
  const values = needed.map((group) => fitGroup(group, offered, atTheDoor));
  const direct = values.reduce((sum, value) => sum + value, 0) / values.length;
  const value = Math.max(direct, named.some((group) => offered.includes(group)) ? NAMED_ONLY : 0);
  return { accepted: value > 0, value };
}

function fitGroup(group: string, offered: readonly string[], atTheDoor: boolean): number {
  if (offered.includes(group)) return 1;
  if (offered.includes(EVERYONE) && !BODIES.has(group)) return THROUGH_GENERAL;
  if (offered.includes(MEMBER_UNIT)) return THROUGH_GENERAL;
  return offered.includes(EVERYONE) && !atTheDoor ? PARTLY : 0;
}
