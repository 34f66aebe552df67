import { columnsFor } from "@gongjian/shared/import/list-definition";
import { yesNo } from "@gongjian/shared/import/values/choice";
import { phone } from "@gongjian/shared/import/values/phone";
import { code, contactName, line, required } from "@gongjian/shared/import/values/text";
import { uscc } from "@gongjian/shared/import/values/uscc";

/** A row of the register of merchants. */
export interface MerchantValues {
  externalId: string | null;
  uscc: string | null;
  licenceName: string | null;
  shopName: string;
  trade: string;
  roadSection: string | null;
  areaCode: string;
  address: string;
  contact: string | null;
  phone: string | null;
  partyMemberShop: boolean;
  subject: string | null;
}

export const merchantColumns = columnsFor<MerchantValues>([
  { field: "externalId", label: "编号", headings: ["id", "商户编号", "商户号"], parse: code() },
  {
    field: "uscc",
    label: "统一社会信用代码",
    headings: ["uscc", "信用代码", "社会信用代码", "营业执照号"],
    parse: uscc(),
  },
  {
    field: "licenceName",
    label: "执照名称",
    headings: ["licence_name", "license_name", "营业执照名称", "字号名称", "市场主体名称"],
    parse: line(),
  },
  {
    field: "shopName",
    label: "店名",
    headings: ["shop_name", "门店名称", "店铺名称", "商户名称", "招牌名"],
    required: true,
    parse: required(line({ maxLength: 100 })),
  },
  {
    field: "trade",
    label: "行业",
    headings: ["trade", "行业类别", "经营类别", "业态"],
    required: true,
    parse: required(line({ maxLength: 50 })),
  },
  {
    field: "roadSection",
    label: "路段",
    headings: ["road_section", "所在路段", "街路"],
    parse: line({ maxLength: 100 }),
  },
  {
    field: "areaCode",
    label: "社区",
    headings: ["community_code", "area_code", "社区代码", "所属社区", "所在社区", "网格"],
    required: true,
    parse: required(line({ maxLength: 50 })),
  },
  {
    field: "address",
    label: "地址",
    headings: ["address", "门牌", "门牌地址", "经营地址", "经营场所"],
    required: true,
    parse: required(line()),
  },
  {
    field: "contact",
    label: "联系人",
    headings: ["contact", "店主", "经营者", "负责人"],
    personal: true,
    parse: contactName(),
  },
  {
    field: "phone",
    label: "电话",
    headings: ["phone", "联系电话", "手机", "手机号"],
    personal: true,
    parse: phone(),
  },
  {
    field: "partyMemberShop",
    label: "党员经营户",
    headings: ["party_member_shop", "党员商户", "是否党员户", "党员户"],
    parse: yesNo(),
  },
  { field: "subject", label: "登录账号", headings: ["account", "店主账号"], personal: true, parse: code() },
]);
